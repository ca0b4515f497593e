// Functions without a body, which go:linkname fills in, are allowed only in a
// package that has an assembly file.
