import type ts from 'typescript';

import type { Rows } from '../../catalogue/catalogue.ts';
import type { Body } from '../callee.ts';
import { isOutsideTheProgram, unaliased } from '../callee.ts';
import { COMPUTED, isAnywhere, isOverridden, nameText, namesIn } from '../declared-names.ts';
import { keptAnswer } from '../kept/kept-answer.ts';
import type { TypedProgram } from '../typescript.ts';
import { membersOf } from '../union-members.ts';
import type { Accesses } from './accesses.ts';
import {
  EVERY_ITEM,
  EVERY_PROPERTY,
  NOTHING,
  reading,
  sharedBinding,
  sharedVariable,
  union,
  unknownAt,
  writing,
} from './accesses.ts';
import { iterated, iteratorKind, kindOf, kindOfValue } from './collection-kind.ts';
import { isPrimitive, isPrimitiveValue } from './private-object.ts';

/** What has to be known of the code around a value. */
export interface Around {
  /** What running a function does: a getter, or one that is called. */
  readonly ofBody: (body: Body) => Accesses;
  /** Whether at `at` nobody else has the object yet. */
  readonly isPrivateAt: (expression: ts.Expression, at: ts.Node) => boolean;
}

/** What it reads and writes to use values, calls apart. An object that is private at `at` is left out. */
export interface ValueEffects {
  readonly ofRead: (node: ts.Node, at: ts.Node) => Accesses;
  readonly ofWrite: (node: ts.Node, at: ts.Node) => Accesses;
  readonly ofIteration: (node: ts.Node, at: ts.Node) => Accesses;
  /** `toString` and `valueOf`, which operators and templates call on objects. */
  readonly ofConversion: (expression: ts.Expression, at: ts.Node) => Accesses;
  /** `{ ...value }` */
  readonly ofAllProperties: (value: ts.Expression, at: ts.Node) => Accesses;
  readonly ofPropertiesOf: (type: ts.Type, at: ts.Node) => Accesses;
}

export function valueEffects(
  typed: TypedProgram,
  catalogue: Rows,
  { ofBody, isPrivateAt }: Around,
): ValueEffects {
  const { ts, checker } = typed;
  const { SyntaxKind, TypeFlags } = ts;
  return { ofRead, ofWrite, ofIteration, ofConversion, ofAllProperties, ofPropertiesOf };

  function ofRead(node: ts.Node, at: ts.Node): Accesses {
    if (ts.isIdentifier(node)) {
      const key = bindingKey(node);
      return key === undefined ? NOTHING : reading(key);
    }
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      return ofAccess(node, 'reads', at);
    }
    if (ts.isTemplateExpression(node)) {
      return union(node.templateSpans.map((span) => ofConversion(span.expression, at)));
    }
    if (ts.isBinaryExpression(node)) return ofOperator(node, at);
    if (ts.isPrefixUnaryExpression(node)) {
      return node.operator === SyntaxKind.ExclamationToken
        ? NOTHING
        : ofConversion(node.operand, at);
    }
    if (ts.isBindingElement(node)) return ofPatternElement(node, at);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
      const name = nameText(node.name, ts);
      return name === undefined ? reading(EVERY_PROPERTY) : reading(`property:${name}`);
    }
    if (ts.isSpreadAssignment(node)) return ofAllProperties(node.expression, at);
    if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return NOTHING;
    return ts.isPostfixUnaryExpression(node) ? NOTHING : unknownAt(node);
  }

  function ofWrite(node: ts.Node, at: ts.Node): Accesses {
    if (ts.isIdentifier(node)) {
      const key = bindingKey(node);
      return key === undefined ? NOTHING : writing(key);
    }
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
      ? ofAccess(node, 'writes', at)
      : unknownAt(node);
  }

  // Variables

  function bindingKey(identifier: ts.Identifier): string | undefined {
    // Without an assignment anywhere in its file a variable keeps the value it was declared with.
    if (!namesIn(identifier.getSourceFile(), typed).assignedVariables.has(identifier.text)) {
      const { parent } = identifier;
      const found = checker.getSymbolAtLocation(identifier);
      const isImported = found !== undefined && (found.flags & ts.SymbolFlags.Alias) !== 0;
      if (!isImported || ts.isPropertyAccessExpression(parent)) return undefined;
    }
    return sharedBinding(identifier, typed, catalogue);
  }

  // Properties

  function ofAccess(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    mode: 'reads' | 'writes',
    at: ts.Node,
  ): Accesses {
    if (mode === 'reads' && isPrimitiveValue(node.expression, typed)) return NOTHING;
    const accessor = ofAccessor(node, mode);
    if (accessor) return accessor;
    const exported = ofExport(node);
    if (exported) return reading(exported); // Only its own module can assign it.
    if (isPrivateAt(node.expression, at)) return NOTHING;
    const keys = keysOf(node).filter((key) => mode === 'writes' || !isLibraryMethod(node, key));
    return mode === 'reads' ? reading(...keys) : writing(...keys);
  }

  /** The variable behind `module.name`, where `module` is a namespace import. */
  function ofExport(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  ): string | undefined {
    if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
    // Of anything else, the checker would have to say which type it is.
    const { Alias, Namespace } = ts.SymbolFlags;
    const owner = checker.getSymbolAtLocation(node.expression)?.flags ?? 0;
    if ((owner & (Alias | Namespace)) === 0) return undefined;
    const symbol = checker.getSymbolAtLocation(node.name);
    const declaration = symbol?.declarations?.[0];
    return symbol && declaration && !ts.isPropertyAccessExpression(declaration)
      ? sharedVariable(unaliased(symbol, typed), typed, catalogue)
      : undefined;
  }

  function keysOf(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  ): readonly string[] {
    const kind = kindOfValue(node.expression, typed);
    if (ts.isPropertyAccessExpression(node)) {
      const { text } = node.name;
      return kind && (text === 'length' || text === 'size')
        ? [`items:${kind}`]
        : [`property:${text}`];
    }
    return keysByType(checker.getTypeAtLocation(node.argumentExpression), kind);
  }

  function keysByType(key: ts.Type, kind: string | undefined): readonly string[] {
    if (kind) return [`items:${kind}`];
    const types = membersOf(key);
    const names = types.map((each) =>
      each.isStringLiteral() || each.isNumberLiteral() ? String(each.value) : undefined,
    );
    const known = names.filter((each) => each !== undefined);
    if (known.length === names.length) return known.map((each) => `property:${each}`);
    return [EVERY_PROPERTY, EVERY_ITEM];
  }

  /** A method of a library's type: nobody gives it another value. */
  function isLibraryMethod(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    key: string,
  ): boolean {
    if (ts.isPropertyAccessExpression(node)) {
      return key.startsWith('property:') && namesLibraryMethod(node, typed);
    }
    const name = key.slice('property:'.length);
    if (!key.startsWith('property:') || name === '*') return false;
    const type = checker.getTypeAtLocation(node.expression);
    return areLibraryMethods(checker.getPropertyOfType(type, name), typed);
  }

  /** What the getter or setter behind a property runs; `undefined` for a plain property. */
  function ofAccessor(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    mode: 'reads' | 'writes',
  ): Accesses | undefined {
    const name = ts.isPropertyAccessExpression(node)
      ? node.name.text
      : ts.isStringLiteralLike(node.argumentExpression)
        ? node.argumentExpression.text
        : undefined;
    if (name === undefined || !isAccessorName(name)) return undefined;
    const symbol = ts.isPropertyAccessExpression(node)
      ? checker.getSymbolAtLocation(node.name)
      : checker.getPropertyOfType(checker.getTypeAtLocation(node.expression), name);
    return ofAccessorSymbol(symbol, name, mode, node);
  }

  /** Whether the program declares a getter or a setter that may have this name. */
  function isAccessorName(name: string): boolean {
    return [name, COMPUTED].some(
      (each) => isAnywhere('getters', each, typed) || isAnywhere('setters', each, typed),
    );
  }

  function ofAccessorSymbol(
    symbol: ts.Symbol | undefined,
    name: string,
    mode: 'reads' | 'writes',
    at: ts.Node,
  ): Accesses | undefined {
    const declarations = symbol?.declarations ?? [];
    const accessors = declarations.filter(
      (each) => ts.isAccessor(each) && !isOutsideTheProgram(each, typed),
    );
    if (accessors.length > 0) {
      const [accessor, ...others] = accessors.filter((each) =>
        mode === 'reads' ? ts.isGetAccessorDeclaration(each) : ts.isSetAccessorDeclaration(each),
      );
      if (!accessor) return NOTHING;
      const owner = accessor.parent;
      const isCertain =
        others.length === 0 &&
        ts.isAccessor(accessor) &&
        accessor.body !== undefined &&
        !(ts.isClassLike(owner) && isOverridden(accessor, owner, typed));
      return isCertain ? ofBody(accessor as Body) : unknownAt(accessor);
    }
    // Of an interface, or of no known type: an accessor of the program may stand behind it.
    const isOwn = declarations.some(
      (each) => ts.isPropertySignature(each) && !isOutsideTheProgram(each, typed),
    );
    return (isOwn || declarations.length === 0) && isAnywhere('getters', name, typed)
      ? unknownAt(at)
      : undefined;
  }

  function ofPatternElement(node: ts.BindingElement, at: ts.Node): Accesses {
    const pattern = node.parent;
    const source = ts.isVariableDeclaration(pattern.parent)
      ? pattern.parent.initializer
      : undefined;
    if (source && isPrivateAt(source, at)) return NOTHING;
    const type = checker.getTypeAtLocation(pattern);
    if (node.dotDotDotToken) return ofPropertiesOf(type, node);
    const name = nameText(node.propertyName ?? node.name, ts);
    if (name === undefined) return reading(EVERY_PROPERTY, EVERY_ITEM);
    if (isPrimitive(type, typed)) return NOTHING;
    const symbol = checker.getPropertyOfType(type, name);
    return ofAccessorSymbol(symbol, name, 'reads', node) ?? reading(`property:${name}`);
  }

  function ofAllProperties(value: ts.Expression, at: ts.Node): Accesses {
    return isPrivateAt(value, at)
      ? NOTHING
      : ofPropertiesOf(checker.getTypeAtLocation(value), value);
  }

  function ofPropertiesOf(type: ts.Type, at: ts.Node): Accesses {
    const members = membersOf(type);
    return union(
      members.map((each) => {
        if (isPrimitive(each, typed)) return NOTHING;
        const kind = kindOf(each, typed);
        if (kind) return reading(`items:${kind}`);
        const properties = each.getProperties();
        const isOpen =
          (each.flags & TypeFlags.Object) === 0 ||
          properties.length === 0 ||
          each.getStringIndexType() !== undefined;
        return isOpen
          ? reading(EVERY_PROPERTY, EVERY_ITEM)
          : union(
              properties.map(
                (property) =>
                  ofAccessorSymbol(property, property.name, 'reads', at) ??
                  reading(`property:${property.name}`),
              ),
            );
      }),
    );
  }

  // Iteration

  function ofIteration(node: ts.Node, at: ts.Node): Accesses {
    if (ts.isForInStatement(node)) {
      return isPrivateAt(node.expression, at)
        ? NOTHING
        : ofPropertiesOf(checker.getTypeAtLocation(node.expression), node.expression);
    }
    if (ts.isForOfStatement(node)) {
      if (node.awaitModifier) return unknownAt(node);
      return ofIterated(node, checker.getTypeAtLocation(node.expression), node.expression, at);
    }
    if (ts.isSpreadElement(node)) {
      return ofIterated(node, checker.getTypeAtLocation(node.expression), node.expression, at);
    }
    if (ts.isArrayBindingPattern(node)) {
      const source = ts.isVariableDeclaration(node.parent) ? node.parent.initializer : undefined;
      return ofIterated(node, checker.getTypeAtLocation(node), source, at);
    }
    if (ts.isArrayLiteralExpression(node)) {
      const source = ts.isBinaryExpression(node.parent) ? node.parent.right : undefined;
      return source
        ? ofIterated(node, checker.getTypeAtLocation(source), source, at)
        : unknownAt(node);
    }
    return unknownAt(node);
  }

  function ofIterated(
    node: ts.Node,
    type: ts.Type,
    value: ts.Expression | undefined,
    at: ts.Node,
  ): Accesses {
    if (isPrimitive(type, typed)) return NOTHING;
    const kind = kindOf(type, typed) ?? iteratorKind(type, typed);
    if (kind === undefined) return unknownAt(node);
    if (kind === 'none') return NOTHING;
    return value && isPrivateAt(iterated(value, ts), at) ? NOTHING : reading(`items:${kind}`);
  }

  // Operators

  function ofOperator(node: ts.BinaryExpression, at: ts.Node): Accesses {
    const { left, right } = node;
    switch (node.operatorToken.kind) {
      case SyntaxKind.EqualsEqualsEqualsToken:
      case SyntaxKind.ExclamationEqualsEqualsToken:
      case SyntaxKind.InstanceOfKeyword:
        return NOTHING;
      case SyntaxKind.InKeyword:
        return isPrivateAt(right, at)
          ? NOTHING
          : reading(
              ...keysByType(
                checker.getTypeAtLocation(left),
                kindOf(checker.getTypeAtLocation(right), typed),
              ),
            );
      case SyntaxKind.EqualsEqualsToken:
      case SyntaxKind.ExclamationEqualsToken:
        if ([left, right].some((each) => isNullish(each))) return NOTHING;
    }
    return union([ofConversion(left, at), ofConversion(right, at)]);
  }

  function isNullish(expression: ts.Expression): boolean {
    const { flags } = checker.getTypeAtLocation(expression);
    return (flags & (TypeFlags.Null | TypeFlags.Undefined)) !== 0;
  }

  function ofConversion(expression: ts.Expression, at: ts.Node): Accesses {
    const type = checker.getTypeAtLocation(expression);
    if (isPrivateAt(expression, at) && kindOf(type, typed)) return NOTHING;
    return ofConvertedType(type, expression);
  }

  function ofConvertedType(type: ts.Type, at: ts.Node): Accesses {
    const bound = checker.getBaseConstraintOfType(type) ?? type;
    if (isPrimitive(bound, typed)) return NOTHING;
    if (bound.isUnion()) return union(bound.types.map((each) => ofConvertedType(each, at)));
    const kind = kindOf(bound, typed);
    if (kind === 'array') {
      const element = checker.getTypeArguments(bound as ts.TypeReference);
      return element.every((each) => isPrimitive(each, typed))
        ? reading('items:array')
        : unknownAt(at);
    }
    if (kind) return reading(`items:${kind}`);
    const symbol = bound.getSymbol();
    const declaration = symbol?.declarations?.[0];
    return declaration &&
      isOutsideTheProgram(declaration, typed) &&
      /^(?:Date|RegExp|URL|\w*Error|ErrnoException)$/.test(symbol.name)
      ? NOTHING
      : unknownAt(at);
  }
}

const namesLibraryMethod = keptAnswer((node: ts.PropertyAccessExpression, typed: TypedProgram) =>
  areLibraryMethods(typed.checker.getSymbolAtLocation(node.name), typed),
);

function areLibraryMethods(symbol: ts.Symbol | undefined, typed: TypedProgram): boolean {
  const { ts } = typed;
  const declarations = symbol?.declarations ?? [];
  return (
    declarations.length > 0 &&
    declarations.every(
      (each) =>
        (ts.isMethodSignature(each) ||
          ts.isMethodDeclaration(each) ||
          ts.isFunctionDeclaration(each)) &&
        isOutsideTheProgram(each, typed),
    )
  );
}
