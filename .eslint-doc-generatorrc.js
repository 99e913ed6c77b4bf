import prettier from 'prettier';

/** @type {import('eslint-doc-generator').GenerateOptions} */
export default {
  configEmoji: [
    ['recommended', '✅'],
    ['strict', '🔒'],
  ],
  ignoreConfig: ['all', 'exclusive'],
  ruleDocTitleFormat: 'prefix-name',
  ruleDocNotices: ['description', 'configs', 'fixableAndHasSuggestions', 'requiresTypeChecking'],
  ruleListColumns: ['name', 'description', 'configsError', 'fixable', 'hasSuggestions'],
  ruleDocSectionInclude: ['Examples', 'What it reports', 'Fixes', 'When not to use it'],
  // What is generated passes `npm run format:check`.
  postprocess: async (content, path) =>
    prettier.format(content, { ...(await prettier.resolveConfig(path)), parser: 'markdown' }),
};
