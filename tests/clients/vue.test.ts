import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, it } from 'vitest';

import { configsOf } from '../support/documented-configs.ts';
import { describeClient } from './support/describe-client.ts';
import { lint } from './support/lint-program.ts';
import { programFiles } from './support/program.ts';
import { ESLINT, TYPESCRIPT_ESLINT } from './support/versions.ts';

const VUE = { vue: '3.5.45', 'vue-eslint-parser': '10.4.2' };

const [config] = configsOf('docs/vue.md');

const component = (call: string, imports: string): string => `<template>
  <p v-if="page">{{ page.title }}</p>
</template>

<script setup lang="ts">
${imports}
import { ref } from 'vue';
import { savePage, type Page } from './pages.js';

const page = ref<Page>();

async function load(path: string): Promise<string> {
  return ${call};
}
async function save(): Promise<void> {
  if (page.value) savePage(page.value);
}
defineExpose({ load, save });
</script>

<style scoped>
p {
  color: red;
}
</style>
`;

await describeClient('Vue', { ...ESLINT, ...TYPESCRIPT_ESLINT, ...VUE }, (client) => {
  it('a single-file component: findings at their places, and repairs that touch nothing else', async () => {
    const project = client.project({
      ...programFiles(),
      'eslint.config.mjs': config?.text ?? '',
      'src/Page.vue': component(
        "readFileSync(path, 'utf8')",
        "import { readFileSync } from 'node:fs';",
      ),
    });
    const found = await lint(project, ['src/Page.vue']);
    expect(found.map(({ rule, line, column }) => [rule, line, column])).toEqual([
      ['await/no-blocking-call', 13, 10],
      ['await/no-floating-promise', 16, 19],
    ]);
    await project.run('eslint', ['src/Page.vue', '--fix']);
    expect(readFileSync(path.join(project.folder, 'src/Page.vue'), 'utf8')).toBe(
      component("await readFile(path, 'utf8')", "import { readFile } from 'node:fs/promises';"),
    );
  });
});
