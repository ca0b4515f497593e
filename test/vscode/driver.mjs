// Lets the suite, which runs in the extension host, do in the workbench what a person does: look, click and type.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** How long a selector or a text may take to appear, in milliseconds, unless the request says otherwise. */
const patience = 15_000;

/**
 * Listens on 127.0.0.1 for POST requests with a JSON object, answered with a JSON object; what cannot be done gets
 * status 500 and `{ error }`. suite/driver.ts is the other end and documents each request.
 *
 * @param {{ pictures: string, failures: string }} folders where pictures go, and those of failed tests
 * @returns {Promise<Driver>}
 *
 * @typedef {object} Driver
 * @property {string} origin `http://127.0.0.1:PORT`; it has to be known before there is a page
 * @property {(page: import('playwright-core').Page) => void} attach requests wait until the page is there
 * @property {() => Promise<void>} stop
 */
export async function startDriver(folders) {
  let attach;
  const attached = new Promise((resolve) => {
    attach = resolve;
  });
  const server = createServer((request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    Promise.all([readJson(request), attached])
      .then(([body, page]) => perform(page, folders, request.url ?? '', body))
      .then(
        (result) => answer(200, result),
        (error) => answer(500, { error: error instanceof Error ? error.message : String(error) }),
      );
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve()));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    attach,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

async function perform(page, folders, path, body) {
  const timeout = body.timeout ?? patience;
  switch (path) {
    case '/wait':
      await locate(page, body).waitFor({ state: body.state ?? 'visible', timeout });
      return {};
    case '/read': {
      const found = locateAll(page, body);
      await found.first().waitFor({ timeout });
      return { texts: await found.allInnerTexts() };
    }
    case '/click':
      await locate(page, body).click({
        button: body.button ?? 'left',
        clickCount: body.count ?? 1,
        modifiers: body.modifiers ?? [],
        timeout,
      });
      return {};
    case '/hover':
      await locate(page, body).hover({ timeout });
      return {};
    case '/keyboard':
      if (typeof body.type === 'string') {
        await page.keyboard.type(body.type);
      }
      if (typeof body.press === 'string') {
        await page.keyboard.press(body.press);
      }
      return {};
    case '/scroll':
      return scroll(page, body, timeout);
    case '/screenshot':
      return takePicture(page, body.failure === true ? folders.failures : folders.pictures, body, timeout);
    default:
      throw new Error(`The driver knows no request \`${path}\`.`);
  }
}

/**
 * Turns the wheel over a target, one notch a frame, down and up again, and tells how long each frame took and which tasks
 * of the page were long (50 ms and more, by the Long Tasks API).
 */
async function scroll(page, body, timeout) {
  await locate(page, body).hover({ timeout });
  await page.evaluate(() => {
    const found = { frames: [], longTasks: [], last: performance.now(), isOver: false };
    window.staticPodsScroll = found;
    found.observer = new window.PerformanceObserver((list) => {
      found.longTasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    found.observer.observe({ entryTypes: ['longtask'] });
    const tick = (now) => {
      found.frames.push(now - found.last);
      found.last = now;
      if (!found.isOver) {
        window.requestAnimationFrame(tick);
      }
    };
    window.requestAnimationFrame(tick);
  });
  const notches = body.notches ?? 100;
  for (let notch = 0; notch < notches; notch++) {
    await page.mouse.wheel(0, notch < notches / 2 ? 120 : -120);
    await page.evaluate(() => new Promise((resolve) => window.requestAnimationFrame(() => resolve())));
  }
  return page.evaluate(() => {
    const { frames, longTasks, observer } = window.staticPodsScroll;
    window.staticPodsScroll.isOver = true;
    observer.disconnect();
    return { frames: frames.slice(1), longTasks };
  });
}

async function takePicture(page, folder, body, timeout) {
  if (typeof body.name !== 'string' || !/^[a-z0-9][a-z0-9-]*$/.test(body.name)) {
    throw new Error('A picture needs a `name` of lower-case letters, digits and dashes.');
  }
  for (const target of body.waitFor ?? []) {
    await locate(page, target).waitFor({ timeout });
  }
  if (body.keepPointer !== true) {
    await endTooltips(page, body.failure === true ? 1 : 4);
  }
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${body.name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  return { file };
}

/**
 * Where the pointer was left, its tooltip would be in the picture: it goes to the corner, which has none. A tooltip that
 * appeared while the pointer left hears nothing of that, so the pointer comes and goes again. One that stays all the same
 * is in the picture, for whoever looks at it.
 */
async function endTooltips(page, rounds) {
  for (let round = 0; round < rounds; round += 1) {
    await page.mouse.move(700, 880, { steps: 3 });
    await page.mouse.move(2, 2, { steps: 5 });
    try {
      await page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden', timeout: 1500 });
      return;
    } catch (error) {
      if (round === rounds - 1) {
        console.error(
          `[driver] A tooltip stays: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
        );
      }
    }
  }
}

function locateAll(page, { selector, text }) {
  if (selector !== undefined) {
    return text === undefined ? page.locator(selector) : page.locator(selector).filter({ hasText: text });
  }
  if (text !== undefined) {
    return page.getByText(text);
  }
  throw new Error('Name a `selector`, a `text`, or both.');
}

function locate(page, target) {
  return locateAll(page, target).first();
}
