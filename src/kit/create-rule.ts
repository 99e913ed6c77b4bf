import type {
  ParserServicesWithTypeInformation,
  TSESLint,
  TSESTree,
} from '@typescript-eslint/utils';
import type { JSONSchema4ObjectSchema } from '@typescript-eslint/utils/json-schema';

import type { Row } from '../catalogue/row.ts';

import { FIX_SCHEMA, fixModeOf, type FixMode, type FixOption } from './fix-option.ts';
import { additionalRowsOf, settingsOf } from './settings.ts';
import { stopAtFailure } from './stop-at-failure.ts';

/** What every rule of this plugin must say about itself, on top of ESLint's own `meta.docs`. */
export interface RuleDocs<Options extends object = object> {
  description: string;
  requiresTypeChecking: true;
  /** How the preset `recommended` sets the rule; absent means that it does not. */
  recommended?: PresetEntry<Options>;
  /** How the preset `strict` sets the rule; absent means that it does not. */
  strict?: PresetEntry<Options>;
  /** Presets turn the rule off in test files, where order is the point. */
  offInTestFiles?: true;
  /** Rules of ESLint and other plugins that report the same problems: `exclusive` turns them off. */
  replaces?: readonly string[];
}

export interface PresetEntry<Options extends object> {
  /** `error` if absent. */
  level?: 'error' | 'warn';
  /** The options that differ from the rule's defaults. */
  options?: Partial<Options>;
}

/** What a rule gets besides its context and options when the file has type information. */
export interface Typed {
  services: ParserServicesWithTypeInformation;
  /** The `fix` mode in force for this rule. */
  fix: FixMode;
  /** The checked rows of `settings.await.additional` and of the rule's own `additional` option. */
  additional: readonly Row[];
}

/** `options` are complete: what the user gave over `meta.defaultOptions`. */
type Create<Options extends object, MessageIds extends string> = (
  context: Readonly<Context<MessageIds, Options>>,
  options: Readonly<Options & FixOption>,
  typed: Typed,
) => TSESLint.RuleListener;

interface RuleDefinition<Options extends object, MessageIds extends string> {
  name: string;
  meta: {
    type: 'problem' | 'suggestion';
    docs: RuleDocs<Options>;
    fixable?: 'code';
    hasSuggestions?: true;
    /** The option object, without `fix`, which every rule has. */
    schema: readonly [] | readonly [JSONSchema4ObjectSchema];
    defaultOptions: readonly [Options];
    messages: Record<MessageIds, string>;
  };
  create: Create<Options, MessageIds>;
}

type UserOptions<Options extends object> = readonly [(Partial<Options> & FixOption)?];
type Context<MessageIds extends string, Options extends object> = TSESLint.RuleContext<
  MessageIds | SharedMessageIds,
  UserOptions<Options>
>;

/** A rule of this plugin. Its options are checked by its schema, not by this type. */
export type AwaitRule<MessageIds extends string = string> = TSESLint.RuleModule<
  MessageIds | SharedMessageIds,
  readonly [object?],
  RuleDocs
> & { name: string };

export type SharedMessageIds = keyof typeof SHARED_MESSAGES;

const SHARED_MESSAGES = {
  untyped:
    'The rules of eslint-plugin-await need type information and this file has none, so none of them checked it. ' +
    'Parse it with `@typescript-eslint/parser` and `languageOptions: { parserOptions: { projectService: true } }`, ' +
    'or keep the rules from it with `files` or `ignores`.',
  configuration: '{{ problem }} This part of the configuration is ignored.',
  stopped: 'The rules of eslint-plugin-await did not check all of this file: {{ problem }}.',
};

const PAGES = 'https://github.com/eslint-plugin-await/eslint-plugin-await/blob/main/docs/rules';

/**
 * Makes a rule. Its `create` runs only for files with type information. For a file without, the
 * first of our rules reports one `untyped` message; a wrong setting gives one `configuration`
 * message; for one that is too much for TypeScript, one of them reports one `stopped` message. None
 * throws, so that one bad file does not end the run.
 */
export function createRule<Options extends object, MessageIds extends string>({
  name,
  meta,
  create,
}: RuleDefinition<Options, MessageIds>): AwaitRule<MessageIds> {
  const schema = meta.schema[0];
  return {
    name,
    meta: {
      ...meta,
      docs: { ...meta.docs, url: `${PAGES}/${name}.md` },
      schema: [
        {
          type: 'object',
          additionalProperties: false,
          ...schema,
          properties: { ...schema?.properties, fix: FIX_SCHEMA },
        },
      ],
      defaultOptions: meta.defaultOptions,
      messages: { ...SHARED_MESSAGES, ...meta.messages },
    },
    create(context) {
      // oxlint runs ESLint rules but has no types to offer, and nothing its user could change.
      if (isOxlint(context.languageOptions)) return {};

      const services = typedServicesOf(context.sourceCode.parserServices);
      if (services === undefined) return untypedListener(context);

      const settings = settingsOf(context.settings);
      const rows = additionalRowsOf(context.options[0]);
      const options: Options & FixOption = { ...meta.defaultOptions[0], ...context.options[0] };
      const checks = create(context, options, {
        services,
        fix: fixModeOf(options, settings.value),
        additional: [...rows.value, ...settings.value.additional],
      });
      const listener = stopAtFailure(checks, context.sourceCode, (problem) => {
        context.report({ loc: firstLineOf(context), messageId: 'stopped', data: { problem } });
      });

      const problems: string[] = [];
      if (settings.problem !== undefined && isDue(context.settings, context)) {
        problems.push(settings.problem);
      }
      if (rows.problem !== undefined && isDue(context.options, context)) {
        problems.push(rows.problem);
      }
      return problems.length === 0 ? listener : alsoReporting(problems, listener, context);
    },
  };
}

function isOxlint({ parser }: TSESLint.FlatConfig.LanguageOptions): boolean {
  return parser != null && 'name' in parser && parser.name === 'oxlint';
}

function typedServicesOf(
  services: TSESLint.SourceCode['parserServices'],
): ParserServicesWithTypeInformation | undefined {
  return services?.program && services.esTreeNodeToTSNodeMap
    ? (services as ParserServicesWithTypeInformation)
    : undefined;
}

const untypedReported = new WeakSet<object>();

function untypedListener(context: AnyContext): TSESLint.RuleListener {
  if (untypedReported.has(context.sourceCode)) return {};
  untypedReported.add(context.sourceCode);
  return {
    Program: () => {
      context.report({ loc: firstLineOf(context), messageId: 'untyped' });
    },
  };
}

/** The first file linted with a part of the configuration is where its problem is shown. */
const shownIn = new WeakMap<object, string>();
const problemsReported = new WeakMap<object, WeakSet<object>>();

/**
 * Whether this rule, in this file, is the one that reports a problem of `part`. Each pass of
 * `--fix` has a `sourceCode` of its own and only the last one's reports are kept, so the file
 * reports it in every pass.
 */
function isDue(part: object, context: AnyContext): boolean {
  const file = shownIn.get(part) ?? context.filename;
  shownIn.set(part, file);
  if (file !== context.filename) return false;

  const reported = problemsReported.get(context.sourceCode) ?? new WeakSet();
  problemsReported.set(context.sourceCode, reported);
  if (reported.has(part)) return false;
  reported.add(part);
  return true;
}

function alsoReporting(
  problems: readonly string[],
  listener: TSESLint.RuleListener,
  context: AnyContext,
): TSESLint.RuleListener {
  return {
    ...listener,
    Program(node) {
      for (const problem of problems) {
        context.report({
          loc: firstLineOf(context),
          messageId: 'configuration',
          data: { problem },
        });
      }
      listener.Program?.(node);
    },
  };
}

type AnyContext = Readonly<TSESLint.RuleContext<SharedMessageIds, readonly unknown[]>>;

function firstLineOf({ sourceCode }: AnyContext): TSESTree.SourceLocation {
  return {
    start: { line: 1, column: 0 },
    end: { line: 1, column: sourceCode.lines[0]?.length ?? 0 },
  };
}
