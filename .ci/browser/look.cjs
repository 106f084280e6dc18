// Opens reports in a real browser, from disk, in light and dark and on a phone, and fails where a
// plot is not drawn, the console complains, anything is asked of a network, a hostile headline runs,
// a picture is missing, an accessibility rule is broken, or a page is larger than 5 MB.
// Usage: node look.cjs MODULES SCREENSHOTS PAGE...
"use strict";
const { createRequire } = require("node:module");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const [modules, screenshots, ...pages] = process.argv.slice(2);
const from = createRequire(path.join(modules, "any.js"));
const puppeteer = from("puppeteer-core");
const axe = fs.readFileSync(from.resolve("axe-core/axe.min.js"), "utf8");

const views = [
  { name: "light", scheme: "light", width: 1200, height: 900 },
  { name: "dark", scheme: "dark", width: 1200, height: 900 },
  { name: "phone", scheme: "light", width: 375, height: 720, phone: true },
];

async function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  if (process.platform === "linux" && process.arch === "x64") {
    // So that it unpacks the libraries and fonts it needs, and a machine has to have neither.
    process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
    const chromium = from("@sparticuz/chromium");
    const browser = await (chromium.default ?? chromium).executablePath();
    // Its own settings look for the fonts in /tmp, wherever they were unpacked.
    const fonts = path.join(path.dirname(browser), "fonts");
    process.env.FONTCONFIG_FILE = path.join(fonts, "unpacked.conf");
    fs.writeFileSync(process.env.FONTCONFIG_FILE,
      `<fontconfig><dir>${fonts}</dir><cachedir>${path.join(fonts, "cache")}</cachedir></fontconfig>`);
    return browser;
  }
  return execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser || command -v google-chrome"], { encoding: "utf8" }).trim();
}

const problems = [];
const mostBytes = 5_000_000;
// Pixels; a browser draws no more at once.
const tallest = 16_000;
const check = (holds, what) => { if (!holds) problems.push(what); };

// Whether every plot reaches over most of its width.
const filled = () => [...document.querySelectorAll(".plot")].every(plot => {
  const boxes = [...plot.querySelectorAll("svg path, svg text")].map(shape => shape.getBoundingClientRect());
  const reach = Math.max(...boxes.map(box => box.right)) - Math.min(...boxes.map(box => box.left));
  return reach > plot.clientWidth / 2;
});

// Whether letters have shapes, which they lack without any font.
const lettered = () => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.font = "40px sans-serif";
  canvas.fillText("M", 10, 60);
  return canvas.getImageData(0, 0, 100, 100).data.some(value => value > 0);
};

async function look(browser, file, view) {
  const name = `${path.basename(file, ".html")} ${view.name}`;
  const page = await browser.newPage();
  const viewport = { width: view.width, height: view.height, isMobile: !!view.phone, hasTouch: !!view.phone };
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
  page.on("console", message => { if (["error", "warn"].includes(message.type())) problems.push(`${name}: console: ${message.text()}`); });
  page.on("pageerror", error => problems.push(`${name}: ${error.message}`));
  page.on("dialog", async dialog => { problems.push(`${name}: dialog: ${dialog.message()}`); await dialog.dismiss(); });
  page.on("request", request => { if (!/^(file|data):/.test(request.url())) problems.push(`${name}: asks for ${request.url()}`); });
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  await page.bringToFront();
  // A page of images alone has no plots and no script.
  const plotted = await page.$("script#data") !== null;
  if (plotted) {
    await page.waitForFunction("document.documentElement.dataset.drawn", { timeout: 20000 })
      .catch(() => problems.push(`${name}: the page's script did not end`));
  }
  // A busy machine lays out and draws late; what is still wrong then is told below.
  await page.waitForFunction(filled, { timeout: 20000 }).catch(() => {});
  await new Promise(done => setTimeout(done, 700));
  const seen = await page.evaluate(async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
    const plots = [...document.querySelectorAll(".plot")].map(plot => {
      const shapes = [...plot.querySelectorAll("svg path")].filter(shape => {
        const box = shape.getBoundingClientRect();
        return box.width > 2 && box.height > 2 && getComputedStyle(shape).fill !== "none";
      });
      return { id: plot.id, shapes: shapes.length, width: plot.querySelector("svg")?.clientWidth ?? 0 };
    });
    return {
      plots,
      pictures: document.images.length,
      blank: [...document.images].filter(image => image.naturalWidth === 0).length,
      wide: document.scrollingElement.scrollWidth - innerWidth,
      background: getComputedStyle(document.documentElement).backgroundColor,
      ran: window.hostile !== undefined,
      headings: document.querySelectorAll("h2").length,
    };
  });
  check(plotted ? seen.plots.length >= 2 : seen.pictures > 0, `${name}: ${seen.plots.length} plots, ${seen.pictures} pictures`);
  for (const plot of seen.plots) check(plot.shapes > 0 && plot.width > 200, `${name}: ${plot.id} is not drawn`);
  check(await page.evaluate(lettered), `${name}: letters have no shapes; the browser found no font`);
  check(await page.evaluate(filled), `${name}: a plot is smaller than its place`);
  check(seen.blank === 0, `${name}: ${seen.blank} of ${seen.pictures} pictures are blank`);
  check(!view.phone || seen.wide <= 0, `${name}: ${seen.wide} pixels too wide`);
  check(!seen.ran, `${name}: a hostile headline ran`);
  const light = Number(seen.background.match(/\d+/)[0]) > 128;
  check(light === (view.scheme === "light"), `${name}: background is ${seen.background}`);
  // Not fullPage: it lays the page out anew while it takes the picture, with plots half way.
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewport({ ...viewport, height: Math.min(whole, tallest) });
  await page.waitForFunction(filled, { timeout: 20000 }).catch(() => {});
  await page.screenshot({ path: path.join(screenshots, name.replaceAll(" ", "-") + ".png"), captureBeyondViewport: false });
  await page.evaluate(source => { const run = new Function(source); run(); }, axe).catch(() => page.addScriptTag({ content: axe }));
  const rules = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const rule of rules.violations.filter(v => ["serious", "critical"].includes(v.impact))) {
    problems.push(`${name}: ${rule.id}: ${rule.help} (${rule.nodes.length}, ${rule.nodes[0].target})`);
  }
  console.log(`${name}: ${seen.plots.length} plots, ${seen.plots.map(p => p.shapes).join("+")} shapes, ${seen.pictures} pictures, ${rules.passes.length} accessibility rules pass`);
  await page.close();
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: await executable(),
    args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb"],
  });
  try {
    console.log(await browser.version());
    for (const file of pages) {
      const bytes = fs.statSync(file).size;
      check(bytes < mostBytes, `${path.basename(file)}: ${bytes} bytes`);
      for (const view of views) await look(browser, path.resolve(file), view);
    }
  } finally {
    await browser.close();
  }
  problems.forEach(problem => console.error(problem));
  console.log(`${pages.length * views.length} views looked at, ${problems.length} problems`);
  process.exitCode = problems.length ? 1 : 0;
})();
