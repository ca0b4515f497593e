/** What starts the server's process: as little as it takes to load the rest with V8's code cache. */
void import('./main');
