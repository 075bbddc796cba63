// Reports in a browser: that they fit a desktop and a phone, print whole, say what they are, and lead where they say.
//
//   node tests/interop/report.mjs [--shots FOLDER] FILE.html...
//
// Needs a Chromium (CHROMIUM names it, else it is looked for) and the packages puppeteer-core and axe-core, in the
// folder of the caller or in the one that INTEROP_MODULES names. Without them it says what it skips, and ends with 0.

import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const WIDTHS = { desktop: 1280, tablet: 768, phone: 390, small: 320 };

const skip = (reason) => {
  console.log(`skipped: reports in a browser (${reason})`);
  process.exit(0);
};

const load = (name) => {
  const places = [process.env.INTEROP_MODULES, process.cwd()].filter(Boolean);
  for (const place of places) {
    try {
      const require = createRequire(join(resolve(place), 'package.json'));
      return { found: require(name), path: require.resolve(name) };
    } catch {
      // The next place may have it.
    }
  }
  return skip(`there is no package ${name}`);
};

// Counts what makes a document broken, inside of the page.
const inspect = () => {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const faults = [];
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length) faults.push(`ids that stand twice: ${[...new Set(twice)].join(', ')}`);
  for (const attribute of ['href', 'xlink:href', 'aria-labelledby', 'aria-describedby', 'for']) {
    for (const element of document.querySelectorAll(`[${CSS.escape(attribute)}]`)) {
      const value = element.getAttribute(attribute);
      const targets = attribute.endsWith('href')
        ? (value.startsWith('#') ? [value.slice(1)] : [])
        : value.split(/\s+/);
      for (const target of targets) if (!ids.includes(target)) faults.push(`${attribute} leads to no '${target}'`);
      if (attribute === 'href' && !/^(#|https?:\/\/|mailto:)/.test(value)) faults.push(`unsafe address '${value}'`);
    }
  }
  const active = document.querySelectorAll('script, iframe, object, embed, [onload], [onerror], [onclick]');
  if (active.length) faults.push(`${active.length} elements that may run`);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) faults.push('not exactly one first heading');
  levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) faults.push('a level of headings is left out'); });
  if (!document.documentElement.lang) faults.push('no language');
  return faults;
};

// What is wider than the page, and text that lies outside of it or is too small to read.
const overflow = () => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  }
  for (const element of document.querySelectorAll('h1, h2, p, li, dt, dd, figcaption, svg')) {
    const box = element.getBoundingClientRect();
    if (element.closest('.outlook-only, .outlook-scroll, .outlook-skip') || !box.width) continue;
    if (element.classList.contains('outlook-skip')) continue;
    if (box.right > width + 1 || box.left < -1) {
      faults.push(`<${element.tagName.toLowerCase()}> reaches from ${box.left} to ${box.right}: ${element.textContent.trim().slice(0, 60)}`);
    }
  }
  for (const text of document.querySelectorAll('svg text')) {
    const svg = text.ownerSVGElement;
    const box = svg.getBoundingClientRect();
    if (!box.width) continue;
    const size = Number(text.getAttribute('font-size')) * box.width / svg.viewBox.baseVal.width;
    if (size < 9.5) { faults.push(`text of ${size.toFixed(1)} px in a chart: ${text.textContent}`); break; }
  }
  return faults;
};

const check = async (browser, axe, file, shots) => {
  const faults = [];
  const page = await browser.newPage();
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) faults.push(`asks for ${request.url()}`);
  });
  // The policy of the page stands against scripts of its own and not against those of its examiner.
  await page.setBypassCSP(true);
  const name = basename(file).replace(/\.html?$/, '');
  for (const [kind, width] of Object.entries(WIDTHS)) {
    await page.setViewport({ width, height: 900, deviceScaleFactor: 1 });
    await page.goto(pathToFileURL(resolve(file)).href);
    if (kind === 'desktop') faults.push(...await page.evaluate(inspect));
    faults.push(...(await page.evaluate(overflow)).map((fault) => `${kind}: ${fault}`));
    if (['desktop', 'phone'].includes(kind)) {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document));
      for (const { id, impact, nodes } of violations) {
        const line = `${kind}: axe: ${impact} ${id}, ${nodes.length} times, as in ${nodes[0].html.slice(0, 120)}`;
        if (['serious', 'critical'].includes(impact)) faults.push(line); else console.log(`${name}: ${line}`);
      }
      if (shots) await page.screenshot({ path: join(shots, `${name}-${kind}.png`), fullPage: true });
    }
  }
  const pdf = await page.pdf({ preferCSSPageSize: true, format: 'A4', printBackground: true, tagged: true, outline: true });
  if (shots) writeFileSync(join(shots, `${name}.pdf`), pdf);
  // What is wider than a page of A4 between its margins would be cut on paper.
  await page.emulateMediaType('print');
  await page.setViewport({ width: 680, height: 900 });
  await page.goto(pathToFileURL(resolve(file)).href);
  const cut = await page.evaluate(() => [...document.querySelectorAll('table, svg, pre')]
    .map((element) => [element.getBoundingClientRect().right, element.textContent.trim().slice(0, 60)])
    .filter(([right]) => right > document.documentElement.clientWidth + 30));
  faults.push(...cut.map(([right, text]) => `print: reaches to ${right}: ${text}`));
  // 265 mm at 96 pixels an inch: what is higher is torn, and its caption stands on a page of its own.
  const torn = await page.evaluate(() => [...document.querySelectorAll('svg')]
    .map((element) => [element.getBoundingClientRect().height, element.closest('figure')?.id])
    .filter(([height]) => height > 265 / 25.4 * 96));
  faults.push(...torn.map(([height, id]) => `print: a drawing of ${height} in ${id} is higher than a page`));
  await page.close();
  return faults;
};

const main = async () => {
  const files = process.argv.slice(2);
  let shots = null;
  const option = files.indexOf('--shots');
  if (option >= 0) [, shots] = files.splice(option, 2);
  if (!files.length) { console.error('expected at least one FILE.html'); process.exit(1); }
  const executablePath = process.env.CHROMIUM || BROWSERS.find(existsSync);
  if (!executablePath || !existsSync(executablePath)) skip('there is no Chromium');
  const puppeteer = load('puppeteer-core').found;
  const axe = readFileSync(load('axe-core').path, 'utf8');
  if (shots) mkdirSync(shots, { recursive: true });
  const browser = await puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu'] });
  let failed = 0;
  for (const file of files) {
    const faults = await check(browser, axe, file, shots);
    failed += faults.length;
    console.log(`${faults.length ? 'FAILED' : 'ok'}: ${file}`);
    for (const fault of faults) console.log(`  ${fault}`);
  }
  await browser.close();
  process.exit(failed ? 1 : 0);
};

await main();
