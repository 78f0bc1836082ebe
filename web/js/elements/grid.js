import { button, fill, h, unique } from "../dom.js";

const SPARE = 8;

/**
 * A table of any length of which only the rows in sight exist. `setup` takes the columns ({ name, heading, cell(row),
 * sort(row) }), key(row), href(row) and onsort(); `rows` is what to show, in order. A row that is the same object as
 * before is not drawn again. Arrows, Page Up and Down, Home and End move; Enter opens.
 */
export class ParleyGrid extends HTMLElement {
  #columns = [];
  #key;
  #href;
  #rows = [];
  #reserved = 0;
  #drawn = new Map();
  #active = -1;
  #height = 40;
  #viewport;
  #space;
  #due = false;
  #prefix = unique("row");
  #resize = new ResizeObserver(() => this.#measure());

  setup({ label, columns, key, href, sort, onsort }) {
    this.#columns = columns;
    this.#key = key;
    this.#href = href;
    this.#space = h("div.grid-space", { role: "rowgroup" });
    this.#viewport = h(
      "div.grid",
      {
        role: "grid",
        tabindex: 0,
        "aria-label": label,
        "aria-colcount": columns.length,
        onscroll: () => this.#soon(),
        onkeydown: (event) => this.#move(event),
      },
      h(
        "div.grid-head",
        { role: "rowgroup" },
        h(
          "div.grid-row",
          { role: "row", "aria-rowindex": 1 },
          columns.map((column) => this.#heading(column, sort, onsort)),
        ),
      ),
      this.#space,
    );
    fill(this, this.#viewport);
  }

  connectedCallback() {
    this.#resize.observe(this);
  }

  disconnectedCallback() {
    this.#resize.disconnect();
  }

  set rows(rows) {
    const active = this.#rows[this.#active] && this.#key(this.#rows[this.#active]);
    this.#rows = rows;
    if (active !== undefined && this.#active >= 0) this.#active = rows.findIndex((row) => this.#key(row) === active);
    this.#viewport.setAttribute("aria-rowcount", rows.length + 1);
    this.#space.style.height = `${Math.max(rows.length, this.#reserved) * this.#height}px`;
    this.#soon();
  }

  /** Space for so many rows, some of which are still being loaded. */
  set reserved(count) {
    this.#reserved = count;
  }

  sorted(name, descending) {
    this.#viewport.scrollTop = 0;
    for (const heading of this.#viewport.querySelectorAll("[role=columnheader]")) {
      heading.setAttribute(
        "aria-sort",
        heading.dataset.column === name ? (descending ? "descending" : "ascending") : "none",
      );
    }
  }

  #heading(column, sort, onsort) {
    const sorting = column.name === sort.name ? (sort.descending ? "descending" : "ascending") : "none";
    return h(
      "div",
      {
        role: "columnheader",
        class: `cell col-${column.name}`,
        "data-column": column.name,
        "aria-sort": column.sort ? sorting : null,
      },
      column.sort ? button(column.heading, () => onsort(column.name), ".plain.sort") : column.heading,
    );
  }

  #measure() {
    const probe = h("div.grid-row.body");
    this.#space.append(probe);
    const height = probe.offsetHeight;
    probe.remove();
    if (height > 0 && height !== this.#height) {
      this.#height = height;
      this.#drawn.forEach((drawn) => drawn.element.remove());
      this.#drawn.clear();
    }
    this.rows = this.#rows;
  }

  #soon() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#draw();
    });
  }

  #draw() {
    const top = this.#viewport.scrollTop;
    const first = Math.max(0, Math.floor(top / this.#height) - SPARE);
    const last = Math.min(this.#rows.length, Math.ceil((top + this.#viewport.clientHeight) / this.#height) + SPARE);
    const seen = new Set();
    for (let index = first; index < last; index += 1) {
      const row = this.#rows[index];
      const key = this.#key(row);
      seen.add(key);
      let drawn = this.#drawn.get(key);
      if (!drawn || drawn.row !== row) {
        const element = this.#row(row);
        if (drawn) drawn.element.replaceWith(element);
        else this.#space.append(element);
        drawn = { row, element, index: -1, active: false };
        this.#drawn.set(key, drawn);
      }
      this.#place(drawn, index);
    }
    for (const [key, drawn] of this.#drawn) {
      if (seen.has(key)) continue;
      drawn.element.remove();
      this.#drawn.delete(key);
    }
    if (this.#active >= first && this.#active < last)
      this.#viewport.setAttribute("aria-activedescendant", `${this.#prefix}-${this.#active}`);
    else this.#viewport.removeAttribute("aria-activedescendant");
  }

  #place(drawn, index) {
    const active = index === this.#active;
    if (drawn.index === index && drawn.active === active) return;
    Object.assign(drawn, { index, active });
    drawn.element.id = `${this.#prefix}-${index}`;
    drawn.element.setAttribute("aria-rowindex", index + 2);
    drawn.element.setAttribute("aria-selected", active);
    drawn.element.style.transform = `translateY(${index * this.#height}px)`;
  }

  #row(row) {
    const element = h(
      "div.grid-row.body",
      { role: "row" },
      this.#columns.map((column) => h("div", { role: "gridcell", class: `cell col-${column.name}` }, column.cell(row))),
    );
    element.addEventListener("click", (event) => {
      if (!event.target.closest("a")) location.hash = this.#href(row);
    });
    return element;
  }

  #move(event) {
    if (event.target !== this.#viewport) return;
    const page = Math.max(1, Math.floor(this.#viewport.clientHeight / this.#height) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key === "Enter" && this.#rows[this.#active]) {
      location.hash = this.#href(this.#rows[this.#active]);
    } else if (event.key in steps && this.#rows.length > 0) {
      event.preventDefault();
      this.#active = Math.max(0, Math.min(this.#rows.length - 1, this.#active + steps[event.key]));
      this.#reveal();
      this.#soon();
    }
  }

  #reveal() {
    const head = this.#viewport.firstElementChild.offsetHeight;
    const top = this.#active * this.#height;
    const view = this.#viewport;
    if (top < view.scrollTop) view.scrollTop = top;
    else if (top + this.#height + head > view.scrollTop + view.clientHeight)
      view.scrollTop = top + this.#height + head - view.clientHeight;
  }
}

customElements.define("parley-grid", ParleyGrid);
