import type ts from 'typescript';

import { withoutWrappers } from '../callee.ts';
import type { TypedProgram } from '../typescript.ts';

/**
 * Whether a call asks or steers a page of a browser or an app, through a driver such as Playwright,
 * Puppeteer, WebdriverIO, Selenium or Appium: the commands of one session go over one connection, and
 * what one answers depends on what the others did. Told by the type of the receiver, or, where nothing
 * is known of it, by the names that such methods have.
 */
export function asksPage(node: ts.Node, typed: TypedProgram): boolean {
  const { ts, checker } = typed;
  if (!ts.isCallExpression(node)) return false;
  const callee = withoutWrappers(node.expression, ts);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(callee.expression));
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) {
    return ELEMENT_METHODS.has(callee.name.text);
  }
  return isPageType(type, typed);
}

/** Pages, frames, locators and elements: what can be steered, and looked up or looked at. */
function isPageType(type: ts.Type, { checker }: TypedProgram): boolean {
  const has = (name: string): boolean => checker.getPropertyOfType(type, name) !== undefined;
  // Elements of the DOM itself answer at once.
  return STEERING.some((name) => has(name)) && LOOKING.some((name) => has(name));
}

const STEERING = ['click', 'goto', 'quit', 'deleteSession'];

const LOOKING = (
  '$$ $$eval $eval isDisplayed isVisible boundingBox sendKeys findElements waitForSelector ' +
  'waitForExist evaluateHandle'
).split(' ');

/** Methods that say by themselves what they are called on. */
const ELEMENT_METHODS: ReadonlySet<string> = new Set(
  (
    '$ $$ $eval $$eval boundingBox click clickablePoint dblclick dragAndDrop evaluate evaluateHandle ' +
    'findElement findElements getAttribute getCSSProperty getComputedStyle getCssProperty getCssValue ' +
    'getTagName innerHTML innerText inputValue isChecked isClickable isDisplayed isDisplayedInViewport ' +
    'isExisting isFocused isHidden isSelected isVisible jsonValue sendKeys textContent waitForDisplayed ' +
    'waitForExist waitForSelector'
  ).split(' '),
);
