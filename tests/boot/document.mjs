// As much of a document as src/boot uses: elements in a tree, without a look.

class Element {
  constructor(kind) {
    Object.assign(this, { kind, children: [], parentNode: null, attributes: {}, className: '', id: '', text: '' });
  }

  appendChild(child) {
    child.leave();
    child.parentNode = this;
    this.children.push(child);
    return child;
  }

  replaceChild(fresh, old) {
    this.children[this.children.indexOf(old)] = fresh;
    fresh.parentNode = this;
    old.parentNode = null;
  }

  leave() {
    if (this.parentNode) {
      this.parentNode.children = this.parentNode.children.filter((child) => child !== this);
      this.parentNode = null;
    }
  }

  cloneNode() {
    return Object.assign(new Element(this.kind), { id: this.id, attributes: { ...this.attributes } });
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  removeAttribute(name) {
    delete this.attributes[name];
  }

  focus() {}

  querySelector() {
    return null;
  }

  get textContent() {
    return this.text + this.children.map((child) => child.textContent).join('');
  }

  set textContent(text) {
    this.children.slice().forEach((child) => child.leave());
    this.text = text;
  }

  find(matches) {
    return matches(this) ? this : this.children.map((child) => child.find(matches)).find(Boolean);
  }
}

// The page before the program is there, in a browser that fetches scripts ahead or does not.
export function pageDocument({ preloads = false } = {}) {
  const root = new Element('html');
  const [head, body] = ['head', 'body'].map((kind) => root.appendChild(new Element(kind)));
  const skeleton = body.appendChild(Object.assign(new Element('div'), { id: 'skeleton' }));
  skeleton.appendChild(Object.assign(new Element('p'), { id: 'progress', text: 'Loading…' }));
  return {
    hidden: false,
    documentElement: root,
    head,
    body,
    createElement: (kind) => Object.assign(new Element(kind), { relList: { supports: () => preloads } }),
    querySelector: () => null,
    getElementById: (id) => root.find((element) => element.id === id)
  };
}
