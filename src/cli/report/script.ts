/**
 * What the page adds where scripts may run: a search, another grouping, all open at once. The page is
 * complete without it. It makes no markup from text.
 */
export const SCRIPT = `
'use strict';
(() => {
  const form = document.querySelector('.controls');
  const groups = document.getElementById('groups');
  if (!form || !groups) return;
  const findings = [...groups.querySelectorAll('.finding')];
  const texts = new Map(findings.map((each) => [each, each.textContent.toLowerCase()]));
  const { search, rule, repair, group, open, close, shown } = form.elements;
  const byRule = [...groups.children];
  let byFile;

  function filter() {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const each of findings) {
      const matches =
        (rule.value === '' || each.dataset.rule === rule.value) &&
        (repair.value === '' || each.dataset.repair === repair.value) &&
        words.every((word) => texts.get(each).includes(word));
      each.hidden = !matches;
      if (matches) count += 1;
    }
    for (const each of groups.children) {
      const left = each.querySelectorAll('.finding:not([hidden])').length;
      each.hidden = left === 0;
      each.querySelector('.number').textContent = left;
    }
    shown.value = count === findings.length ? '' : count + ' of ' + findings.length;
    document.querySelector('.none').hidden = count > 0;
  }

  function groupFor(file) {
    const section = document.createElement('section');
    const heading = document.createElement('h3');
    const number = document.createElement('span');
    section.className = 'group';
    number.className = 'number';
    heading.append(file, ' ', number);
    section.append(heading);
    return section;
  }

  function regroup() {
    const isByFile = group.value === 'file';
    if (isByFile && !byFile) {
      const files = [...new Set(findings.map((each) => each.dataset.file))].sort();
      byFile = new Map(files.map((file) => [file, groupFor(file)]));
    }
    const sections = isByFile ? [...byFile.values()] : byRule;
    const places = isByFile
      ? byFile
      : new Map(byRule.map((each) => [each.dataset.rule, each]));
    const ordered = isByFile ? [...findings].sort((a, b) => a.dataset.order - b.dataset.order) : findings;
    for (const each of ordered) {
      places.get(isByFile ? each.dataset.file : each.dataset.rule).append(each);
    }
    groups.replaceChildren(...sections);
    filter();
  }

  function openAll(isOpen) {
    for (const each of findings) if (!each.hidden) each.open = isOpen;
  }

  /** A link to a finding opens it, and shows it if the search had hidden it. */
  function openTarget() {
    const target = document.getElementById(location.hash.slice(1));
    const finding = target && target.closest('.finding');
    if (!finding) return;
    if (finding.hidden) {
      form.reset();
      regroup();
    }
    finding.open = true;
    finding.scrollIntoView();
  }

  search.addEventListener('input', filter);
  rule.addEventListener('change', filter);
  repair.addEventListener('change', filter);
  group.addEventListener('change', regroup);
  open.addEventListener('click', () => openAll(true));
  close.addEventListener('click', () => openAll(false));
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', openTarget);

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')];
    for (const each of closed) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of closed) each.open = false;
  });

  form.hidden = false;
  filter();
  openTarget();
})();
`;
