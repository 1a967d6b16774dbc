// A grid of charts over runs: one chart for each metric, drawn when it comes into sight.
import "../Runs/OneRun/run.js";
import { drawBars } from "./bars.js";
import { distinctColors, themeColor } from "./colors.js";
import { saveCsv, savePng, saveSvg } from "./export.js";
import { LineChart } from "./line-chart.js";
import { keepLook, lookOfUrl } from "./look.js";
import { append, fetchSeries } from "./series.js";

/** @typedef {import("./series.js").Series} Series */

/**
 * @typedef {object} Card
 * @property {string} key
 * @property {HTMLElement} figure
 * @property {HTMLElement} place
 * @property {LineChart | null} chart
 * @property {Series[] | null} series
 * @property {[number, number] | null} zoom
 * @property {boolean} seen
 */

const liveInterval = 3000;
const maxLivePoints = 8000;

export class ChartGrid {
  /** @param {HTMLElement} grid Holds a figure for each metric; lists the runs beside it. */
  constructor(grid) {
    this.grid = grid;
    this.root = grid.dataset.root ?? "./";
    this.look = lookOfUrl();
    const entries = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-chart-run]"))];
    this.entries = entries;
    this.names = new Map(entries.map(e => [e.dataset.chartRun ?? "", e.dataset.name ?? ""]));
    this.live = new Set(entries.filter(e => e.dataset.live !== undefined).map(e => e.dataset.chartRun ?? ""));
    this.colors = distinctColors([...this.names.keys()]);
    /** @type {Card[]} */
    this.cards = [.../** @type {NodeListOf<HTMLElement>} */ (grid.querySelectorAll("figure[data-key]"))].map(
      figure => ({
        key: figure.dataset.key ?? "",
        figure,
        place: /** @type {HTMLElement} */ (figure.querySelector(".plot")),
        chart: null,
        series: null,
        zoom: null,
        seen: false,
      }),
    );
    /** @type {Set<Card>} */
    this.wanted = new Set();
    this.sight = new IntersectionObserver(changes => this.sighted(changes), { rootMargin: "300px" });
  }

  start() {
    this.listen();
    this.paintRuns();
    this.arrange();
    this.cards.forEach(card => this.sight.observe(card.figure));
    document.addEventListener("cairn:theme", () => this.redraw());
    if (this.live.size > 0) {
      setInterval(() => document.hidden || this.follow().catch(() => {}), liveInterval);
    }
  }

  /** @returns {import("./line-chart.js").Host} */
  host(/** @type {Card} */ card) {
    return {
      colors: this.colors,
      nameOf: run => this.names.get(run) ?? run,
      open: run => (location.href = `${this.root}runs/${run}`),
      zoomed: (from, to) => this.zoom(card, from === null || to === null ? null : [from, to]),
    };
  }

  get runs() {
    return [...this.names.keys()].filter(run => !this.look.hidden.has(run));
  }

  /** @param {IntersectionObserverEntry[]} changes */
  sighted(changes) {
    for (const change of changes) {
      const card = this.cards.find(c => c.figure === change.target);
      if (!card) {
        continue;
      }

      card.seen = change.isIntersecting;
      if (card.seen && !card.chart) {
        card.series ? this.draw(card) : this.want(card);
      } else if (!card.seen && card.chart && !card.figure.matches(":fullscreen")) {
        card.chart.destroy();
        card.chart = null;
      }
    }
  }

  /** Charts that come into sight together are fetched together. */
  want(/** @type {Card} */ card) {
    this.wanted.add(card);
    if (this.wanted.size === 1) {
      queueMicrotask(() => {
        const cards = [...this.wanted];
        this.wanted.clear();
        this.fetch(cards);
      });
    }
  }

  /** @param {Card[]} cards */
  async fetch(cards) {
    const zoomed = cards.filter(card => card.zoom);
    const whole = cards.filter(card => !card.zoom);
    const groups = [...zoomed.map(card => [card]), ...(whole.length > 0 ? [whole] : [])];
    await Promise.all(groups.map(group => this.fetchGroup(group)));
  }

  /** @param {Card[]} cards */
  async fetchGroup(cards) {
    const width = Math.max(
      100,
      Math.min(4000, Math.round(cards[0].place.clientWidth * Math.min(devicePixelRatio, 2)) || 400),
    );
    try {
      const found = await fetchSeries(
        this.root,
        [...this.names.keys()],
        cards.map(card => card.key),
        {
          axis: this.look.x === "step" ? "step" : "time",
          width,
          ...this.range(cards[0]),
        },
      );
      for (const card of cards) {
        card.series = found.filter(series => series.key === card.key);
        this.draw(card);
      }
    } catch (error) {
      for (const card of cards) {
        card.place.textContent = `The chart cannot be loaded: ${error instanceof Error ? error.message : error}`;
      }
    }
  }

  /** The range to fetch: only places on an axis that the server knows can be asked for again. */
  range(/** @type {Card} */ card) {
    if (!card.zoom || this.look.x === "relative") {
      return {};
    }

    const [from, to] = card.zoom;
    const pad = (to - from) * 0.02;
    const unit = this.look.x === "time" ? 1000 : 1;
    return { from: (from - pad) * unit, to: (to + pad) * unit };
  }

  /** @param {Card} card */
  draw(card) {
    if (!card.series || !card.seen) {
      return;
    }

    const shown = card.series.filter(series => !this.look.hidden.has(series.run));
    this.note(card, shown);
    if (shown.every(series => series.total <= 1) && !card.zoom) {
      card.chart?.destroy();
      card.chart = null;
      drawBars(card.place, shown, this.host(card));
      return;
    }

    card.chart ??= new LineChart(card.place, this.host(card));
    card.chart.draw(shown, this.look, card.zoom);
  }

  /**
   * @param {Card} card
   * @param {Series[]} shown
   */
  note(card, shown) {
    const [drawn, total] = [shown.reduce((n, s) => n + s.value.length, 0), shown.reduce((n, s) => n + s.total, 0)];
    const odd = shown.reduce((n, s) => n + s.value.filter(v => !Number.isFinite(v)).length, 0);
    const note = /** @type {HTMLElement} */ (card.figure.querySelector(".note"));
    note.textContent = [
      shown.length === 0
        ? "no values"
        : drawn < total
          ? `${drawn.toLocaleString("en")} of ${total.toLocaleString("en")} points`
          : `${total.toLocaleString("en")} points`,
      odd > 0 ? `${odd} NaN or infinite` : "",
    ]
      .filter(Boolean)
      .join(" · ");
    note.title = drawn < total ? "Each pixel shows its first, last, smallest and largest value." : "";
  }

  /**
   * @param {Card} card
   * @param {[number, number] | null} zoom
   */
  zoom(card, zoom) {
    const cards = this.look.shared ? this.cards.filter(c => c.seen) : [card];
    if (this.look.shared) {
      this.cards.forEach(c => ([c.zoom, c.series] = [zoom, c.seen ? c.series : null]));
    }

    card.zoom = zoom;
    cards.forEach(c => this.draw(c));
    this.fetch(cards);
  }

  redraw() {
    this.cards.forEach(card => {
      card.chart?.destroy();
      card.chart = null;
      this.draw(card);
    });
  }

  /** Fetches all again, as for another axis. */
  reload() {
    this.cards.forEach(card => ([card.series, card.zoom] = [null, null]));
    this.fetch(this.cards.filter(card => card.seen));
  }

  /** Adds what running runs have logged since. */
  async follow() {
    const cards = this.cards.filter(card => card.seen && card.series && !card.zoom);
    const runs = [...this.live];
    if (cards.length === 0 || runs.length === 0) {
      return;
    }

    const keys = cards.map(card => card.key);
    for (const key of keys) {
      const card = /** @type {Card} */ (cards.find(c => c.key === key));
      const known = runs.map(run => card.series?.find(s => s.run === run));
      const after = known.map(series => (series ? Math.max(...series.step.slice(-8)) : null));
      const fresh = await fetchSeries(this.root, runs, [key], { axis: "step", width: 800, after });
      let changed = false;
      for (const series of fresh) {
        const old = card.series?.find(s => s.run === series.run);
        changed ||= !old || series.total > 1 || old.value[old.value.length - 1] !== series.value[0];
        old ? append(old, series) : card.series?.push(series);
      }

      if (changed) {
        card.series?.some(s => s.value.length > maxLivePoints) ? this.want(card) : this.draw(card);
      }
    }
  }

  /** Puts pinned charts first and leaves out those that the search does not find. */
  arrange() {
    const words = this.look.find.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of this.cards) {
      card.figure.hidden = !words.every(word => card.key.toLowerCase().includes(word));
      const pinned = this.look.pinned.includes(card.key);
      card.figure.querySelector("[data-chart=pin]")?.setAttribute("aria-pressed", String(pinned));
    }

    const pins = /** @type {HTMLElement | null} */ (this.grid.querySelector("[data-pins]"));
    if (pins) {
      const home = (/** @type {Card} */ card) =>
        /** @type {HTMLElement} */ (
          this.grid.querySelector(`[data-section="${CSS.escape(card.figure.dataset.home ?? "")}"] .charts`)
        );
      for (const card of this.cards) {
        const target = this.look.pinned.includes(card.key) ? pins.querySelector(".charts") : home(card);
        if (target && card.figure.parentElement !== target) {
          target.append(card.figure);
        }
      }
    }

    for (const section of /** @type {NodeListOf<HTMLElement>} */ (this.grid.querySelectorAll("[data-section]"))) {
      section.hidden = !section.querySelector("figure:not([hidden])");
    }
  }

  paintRuns() {
    for (const entry of this.entries) {
      const run = entry.dataset.chartRun ?? "";
      const dot = entry.querySelector(".dot");
      if (dot) {
        dot.className = `dot run-${this.colors.get(run) ?? 0}`;
      }

      entry.querySelector("[data-chart=eye]")?.setAttribute("aria-pressed", String(!this.look.hidden.has(run)));
      entry.classList.toggle("off", this.look.hidden.has(run));
    }
  }

  listen() {
    document.addEventListener("click", event => this.clicked(event));
    const form = document.querySelector("form[data-charts]");
    form?.addEventListener("submit", event => event.preventDefault());
    form?.addEventListener("input", () => this.changed(/** @type {HTMLFormElement} */ (form)));
  }

  /** @param {HTMLFormElement} form */
  changed(form) {
    const data = new FormData(form);
    const before = this.look.x;
    this.look.x = /** @type {any} */ (data.get("x") ?? "step");
    this.look.smooth = Number(data.get("smooth") ?? 0);
    this.look.log = data.get("scale") === "log";
    this.look.outliers = data.get("outliers") !== "hide";
    this.look.shared = data.get("zoom") === "shared";
    this.look.find = String(data.get("find") ?? "");
    keepLook(this.look);
    this.arrange();
    before === this.look.x ? this.redraw() : this.reload();
  }

  /** @param {Event} event */
  clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-chart]") : null;
    const action = button instanceof HTMLElement ? button.dataset.chart : undefined;
    const run = /** @type {HTMLElement | null} */ (button?.closest("[data-chart-run]") ?? null)?.dataset.chartRun;
    const card = this.cards.find(c => c.figure === button?.closest("figure"));
    if (action === "eye" && run) {
      this.look.hidden.has(run) ? this.look.hidden.delete(run) : this.look.hidden.add(run);
      keepLook(this.look);
      this.paintRuns();
      this.redraw();
    } else if (card && action) {
      this.act(card, action);
    }
  }

  /**
   * @param {Card} card
   * @param {string} action
   */
  act(card, action) {
    const shown = (card.series ?? []).filter(s => !this.look.hidden.has(s.run));
    const nameOf = this.host(card).nameOf;
    if (action === "pin") {
      const pinned = this.look.pinned;
      pinned.includes(card.key) ? pinned.splice(pinned.indexOf(card.key), 1) : pinned.push(card.key);
      keepLook(this.look);
      this.arrange();
    } else if (action === "full") {
      document.fullscreenElement ? document.exitFullscreen() : card.figure.requestFullscreen();
    } else if (action === "csv") {
      saveCsv(card.key, shown, nameOf);
    } else if (action === "png") {
      savePng(card.key, card.place);
    } else if (action === "svg" && card.chart?.plot) {
      const colors = shown.map(s => themeColor(`--run-${this.colors.get(s.run) ?? 0}`));
      saveSvg(card.key, card.chart.plot, this.look.smooth > 0 ? colors.flatMap(c => [c, c + "44"]) : colors);
    }
  }
}

const grid = document.querySelector("[data-chart-grid]");
if (grid instanceof HTMLElement) {
  new ChartGrid(grid).start();
}
