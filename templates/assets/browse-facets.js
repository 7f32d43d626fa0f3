// The panel of facets: topic, year, venue, author, code, publication, with a count at every value.
// It is drawn from the overview in the page; the counts follow when the papers are there.

const { fold } = await import(`./search-words.js${new URL(import.meta.url).search}`);

const FEW = 8; // Values of a long facet that show at once.
const MORE = 40; // And as many at most when the reader looks for one.

export class Facets {
  // `make` builds elements; `change(name, value, on)` and `span(from, to)` tell what the reader chose.
  constructor(overview, make, { change, years }) {
    this.overview = overview;
    this.make = make;
    this.change = change;
    this.setYears = years;
    this.topics = new Map();
    this.element = make("form", { className: "facets", noValidate: true });
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("change", (event) => {
      const box = event.target;
      if (box.type === "checkbox") this.change(box.name, box.value, box.checked);
    });
    const preprint = new Set(overview.venues.filter((venue) => venue[2]).map(([name]) => name));
    this.venue = new LongFacet(this, "venue", "Find a venue", overview.venues.length > FEW * 2);
    this.author = new LongFacet(this, "author", "Find an author", true);
    this.boxes = new Map();
    const { total, code, preprints } = overview;
    this.element.append(
      this.group("Topic", this.topicTree()),
      this.group("Year", this.yearChart()),
      this.group("Code", this.boxList("code", [["yes", "With code", code], ["no", "Without code", total - code]])),
      this.group("Publication", this.boxList("kind", [["published", "Published", total - preprints], ["preprint", "Preprint only", preprints]])),
      this.group("Venue", this.venue.element),
      this.group("Author", this.author.element),
    );
    if (preprint.size === 0) this.element.querySelector('[value="preprint"]').closest("details").hidden = true;
    this.venue.show(overview.venues.map(([name, count]) => [name, count]), []);
  }

  group(title, content) {
    const details = this.make("details", { className: "facet", open: true }, this.make("summary", {}, title));
    details.append(this.make("div", { role: "group", "aria-label": title }, content));
    return details;
  }

  box(name, value, label, count) {
    const { make } = this;
    const input = make("input", { type: "checkbox", name, value });
    const number = make("span", { className: "count" }, String(count));
    const element = make("label", { className: "facet__value" }, input, make("span", { className: "facet__label" }, label), number);
    return {
      element,
      set(checked, papers) {
        input.checked = checked;
        if (papers === undefined) return;
        number.textContent = papers.toLocaleString("en");
        // What was chosen can always be unchosen.
        input.disabled = papers === 0 && !checked;
        element.classList.toggle("facet__value--empty", input.disabled);
      },
    };
  }

  boxList(name, values) {
    const list = this.make("ul");
    for (const [value, label, count] of values) {
      const box = this.box(name, value, label, count);
      this.boxes.set(`${name} ${value}`, box);
      list.append(this.make("li", {}, box.element));
    }
    return list;
  }

  // Topics below a topic are nested; where there are many, they fold away until asked for.
  topicTree() {
    const { make } = this;
    const root = make("ul", { className: "facet__tree" });
    const folds = this.overview.topics.length > 30;
    const lists = new Map();
    this.folds = new Map();
    this.parents = new Map();
    this.overview.topics.forEach(([path, title, full, hue, count], place) => {
      const above = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
      const box = this.box("topic", path, title, count);
      box.element.style.setProperty("--hue", hue);
      const item = make("li", {}, box.element);
      if (above) this.parents.set(path, above);
      if (above && !lists.has(above)) {
        const list = make("ul", { id: `topics-${place}` });
        const parent = this.topics.get(above);
        if (parent) parent.element.parentElement.append(list);
        else root.append(list);
        lists.set(above, list);
        if (folds && parent) this.fold(above, full, parent.element, list);
      }
      (lists.get(above) || root).append(item);
      this.topics.set(path, box);
    });
    return root;
  }

  fold(path, title, label, list) {
    const parent = title.slice(0, title.lastIndexOf(":"));
    const button = this.make("button", { type: "button", className: "facet__fold", "aria-controls": list.id, "aria-label": `Topics of ${parent}` });
    const set = (open) => {
      button.setAttribute("aria-expanded", String(open));
      list.hidden = !open;
    };
    button.addEventListener("click", () => set(list.hidden));
    label.before(button);
    set(false);
    this.folds.set(path, set);
  }

  yearChart() {
    const { make } = this;
    const years = this.overview.years.map(([year]) => year);
    const counts = new Map(this.overview.years);
    const last = years[0] ?? 0;
    const shown = years.filter((year) => year > last - 24).reverse();
    this.bars = new Map();
    const chart = make("div", { className: "year-bars" });
    if (shown.length) {
      for (let year = shown[0]; year <= last; year++) {
        const bar = make("button", { type: "button", className: "year-bar", "aria-pressed": "false" });
        bar.addEventListener("click", () => this.setYears(bar.getAttribute("aria-pressed") === "true" && this.isSingle ? [null, null] : [year, year]));
        this.bars.set(year, bar);
        chart.append(bar);
      }
    }
    const select = (label, ordered) => {
      const options = ordered.map((year) => make("option", { value: String(year) }, String(year)));
      const field = make("select", { "aria-label": label }, make("option", { value: "" }, "Any"), ...options);
      field.addEventListener("change", () => this.setYears([Number(this.from.value) || null, Number(this.to.value) || null]));
      return field;
    };
    this.from = select("From year", years);
    this.to = select("To year", years);
    this.drawBars(counts);
    return make("div", {}, chart, make("div", { className: "year-range" }, this.from, make("span", {}, "to"), this.to));
  }

  drawBars(counts) {
    const highest = Math.max(1, ...Array.from(this.bars.keys(), (year) => counts.get(year) || 0));
    for (const [year, bar] of this.bars) {
      const papers = counts.get(year) || 0;
      bar.style.setProperty("--share", `${Math.round((100 * papers) / highest)}%`);
      bar.disabled = papers === 0 && bar.getAttribute("aria-pressed") !== "true";
      bar.setAttribute("aria-label", `${year}: ${papers.toLocaleString("en")} ${papers === 1 ? "paper" : "papers"}`);
      bar.title = bar.getAttribute("aria-label");
    }
  }

  // Follow the state; without counts, as before the papers are there, only what is chosen.
  update(state, catalog, counts) {
    for (const [path, box] of this.topics) {
      const on = state.topic.includes(path);
      box.set(on, counts?.topic[catalog.topics.numbers.get(path)]);
      if (on) for (let above = this.parents.get(path); above; above = this.parents.get(above)) this.folds.get(above)?.(true);
    }
    for (const name of ["code", "kind"]) {
      for (const [key, box] of this.boxes) {
        const [facet, value] = key.split(" ");
        if (facet === name) box.set(state[name].includes(value), counts?.[name][value]);
      }
    }
    this.isSingle = state.from !== null && state.from === state.to;
    for (const [year, bar] of this.bars) {
      const on = (state.from !== null || state.to !== null) && year >= (state.from ?? 0) && year <= (state.to ?? 9999);
      bar.setAttribute("aria-pressed", String(on));
    }
    if (counts) this.drawBars(counts.year);
    this.from.value = state.from ?? "";
    this.to.value = state.to ?? "";
    if (counts) {
      this.venue.show(this.overview.venues.map(([name]) => [name, counts.venue[catalog.venues.numbers.get(name)]]), state.venue);
      this.author.showTop(catalog.authors.list, catalog.authorTexts, counts.author, state.author);
    } else {
      this.venue.show(this.overview.venues.map(([name, count]) => [name, count]), state.venue);
      this.author.show([], state.author);
    }
  }
}

// A facet with more values than a panel can show: the first of them, a field to find others, a button for more.
class LongFacet {
  constructor(facets, name, label, searchable) {
    const { make } = facets;
    this.facets = facets;
    this.name = name;
    this.boxes = new Map();
    this.limit = FEW;
    this.list = make("ul");
    this.field = make("input", { type: "search", className: "facet__find", "aria-label": label, placeholder: label, autocomplete: "off", spellcheck: false, hidden: !searchable });
    this.more = make("button", { type: "button", className: "facet__more", hidden: true });
    this.none = make("p", { className: "facet__none", hidden: true }, "None of that name.");
    this.field.addEventListener("input", () => this.again());
    this.more.addEventListener("click", () => {
      const first = this.list.children.length;
      this.limit += MORE;
      this.again();
      this.list.children[first]?.querySelector("input:enabled")?.focus();
    });
    this.element = make("div", {}, this.field, this.list, this.none, this.more);
    this.again = () => {};
  }

  // Values in a fixed order, each with its count.
  show(values, chosen) {
    this.again = () => this.show(values, chosen);
    const words = fold(this.field.value).split(/\s+/).filter(Boolean);
    const fitting = words.length ? values.filter(([name]) => words.every((word) => fold(name).includes(word))) : values;
    this.draw(fitting.slice(0, this.limit), fitting.length, values, chosen);
  }

  // Of very many values those with the highest counts.
  showTop(names, texts, counts, chosen) {
    this.again = () => this.showTop(names, texts, counts, chosen);
    const words = fold(this.field.value).split(/\s+/).filter(Boolean);
    const fits = (number) => counts[number] > 0 && words.every((word) => texts[number].includes(word));
    const top = [];
    let fitting = 0;
    for (let number = 0; number < names.length; number++) {
      if (!fits(number)) continue;
      fitting++;
      if (top.length === this.limit && counts[number] <= counts[top[top.length - 1]]) continue;
      let place = top.length;
      while (place && counts[top[place - 1]] < counts[number]) place--;
      top.splice(place, 0, number);
      if (top.length > this.limit) top.pop();
    }
    const numbers = new Map(chosen.map((name) => [name, names.indexOf(name)]));
    const known = chosen.map((name) => [name, counts[numbers.get(name)] ?? 0]);
    this.draw(top.map((number) => [names[number], counts[number]]), fitting, known, chosen);
  }

  draw(shown, fitting, values, chosen) {
    const { make } = this.facets;
    const names = new Set(shown.map(([name]) => name));
    // What is chosen stays in sight, wherever it would stand.
    const missing = chosen.filter((name) => !names.has(name)).map((name) => [name, (values.find(([other]) => other === name) ?? [name, 0])[1]]);
    const rows = [...missing, ...shown].map(([name, count]) => {
      if (!this.boxes.has(name)) {
        const box = this.facets.box(this.name, name, name, count);
        this.boxes.set(name, { box, item: make("li", {}, box.element) });
      }
      const { box, item } = this.boxes.get(name);
      box.set(chosen.includes(name), count);
      return item;
    });
    // Elements that stay where they are keep the focus.
    if (rows.length !== this.list.children.length || rows.some((row, place) => row !== this.list.children[place])) {
      const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
      this.list.replaceChildren(...rows);
      if (focused?.isConnected) focused.focus({ preventScroll: true });
    }
    if (this.boxes.size > 2000) this.boxes.clear();
    this.none.hidden = shown.length > 0 || !this.field.value;
    const left = fitting - shown.length;
    this.more.hidden = left <= 0;
    this.more.textContent = left > MORE ? `Show ${MORE} more of ${left.toLocaleString("en")}` : `Show ${left} more`;
  }
}
