import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Diagnostic {
  range: Range;
  message: string;
  code?: string;
  codeDescription?: { href: string };
}

export interface TextEdit {
  range: Range;
  newText: string;
}

export interface CodeAction {
  title: string;
  kind?: string;
  isPreferred?: boolean;
  command?: { command: string; arguments: unknown[] };
  edit?: WorkspaceEdit;
}

interface WorkspaceEdit {
  documentChanges?: { edits: TextEdit[] }[];
}

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

/** The package that holds the server. */
export const VSCODE = { 'vscode-langservers-extracted': '4.10.0' };

/** Where the server lies in the `node_modules` of its workspace. */
const SERVER = 'vscode-langservers-extracted/lib/eslint-language-server/eslintServer.js';

/** What VS Code sends when its user has set nothing. */
const SETTINGS = {
  validate: 'on',
  packageManager: 'npm',
  useESLintClass: true,
  useFlatConfig: true,
  experimental: {},
  codeAction: {
    disableRuleComment: { enable: true, location: 'separateLine', commentStyle: 'line' },
    showDocumentation: { enable: true },
  },
  codeActionOnSave: { mode: 'all' },
  format: false,
  quiet: false,
  onIgnoredFiles: 'off',
  options: {},
  rulesCustomizations: [],
  run: 'onType',
  problems: { shortenToSingleLine: false },
  nodePath: null,
  workingDirectory: { mode: 'location' },
};

/** The ESLint server of VS Code, spoken to over its standard streams as an editor would. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #settings: object;
  readonly #waiting = new Map<number, (answer: Message) => void>();
  readonly #texts = new Map<string, { text: string; version: number }>();
  #buffer = Buffer.alloc(0);
  #lastId = 0;
  #edits: TextEdit[] = [];
  #log = '';

  private constructor(modules: string, folder: string, settings: object) {
    this.#folder = folder;
    this.#settings = settings;
    this.#process = spawn(process.execPath, [path.join(modules, SERVER), '--stdio'], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#process.stdout?.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    this.#process.on('exit', () => {
      for (const answer of this.#waiting.values()) {
        answer({ error: { message: `The server has ended. ${this.#log}` } });
      }
    });
  }

  /**
   * Starts a server of the workspace whose packages are in `modules`, for the project in `folder`.
   * `settings` are what a user has set.
   */
  static async start(modules: string, folder: string, settings = {}): Promise<LanguageServer> {
    const server = new LanguageServer(modules, folder, settings);
    const uri = pathToFileURL(folder).href;
    await server.#request('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'project' }],
      capabilities: {
        workspace: { configuration: true, applyEdit: true, workspaceFolders: true },
        textDocument: {
          diagnostic: { dynamicRegistration: true },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
        },
      },
    });
    server.#notify('initialized', {});
    return server;
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  /** Opens a file of the project as it is on the disk. Answers its text. */
  open(file: string): string {
    const text = readFileSync(path.join(this.#folder, file), 'utf8');
    this.#texts.set(file, { text, version: 1 });
    this.#notify('textDocument/didOpen', {
      textDocument: { uri: this.#uri(file), languageId: languageOf(file), version: 1, text },
    });
    return text;
  }

  /** Types another text into an open file, without saving it. */
  change(file: string, text: string): void {
    const version = this.#opened(file).version + 1;
    this.#texts.set(file, { text, version });
    this.#notify('textDocument/didChange', {
      textDocument: { uri: this.#uri(file), version },
      contentChanges: [{ text }],
    });
  }

  async diagnostics(file: string): Promise<Diagnostic[]> {
    const report = (await this.#request('textDocument/diagnostic', {
      textDocument: { uri: this.#uri(file) },
      identifier: 'eslint',
    })) as { items: Diagnostic[] };
    return report.items;
  }

  /** What the light bulb offers for one diagnostic. */
  async actions(file: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    return await this.#codeActions(file, diagnostic.range, [diagnostic], ['quickfix']);
  }

  /** What the file would be after an action. */
  async textAfter(file: string, action: CodeAction): Promise<string> {
    this.#edits = [];
    await this.#request('workspace/executeCommand', action.command);
    return withEdits(this.#opened(file).text, this.#edits);
  }

  /** What the file would be after "fix all on save". */
  async textAfterFixAll(file: string): Promise<string> {
    const start = { line: 0, character: 0 };
    const actions = await this.#codeActions(
      file,
      { start, end: start },
      [],
      ['source.fixAll.eslint'],
    );
    const edits = actions.flatMap((action) => editsOf(action.edit));
    return withEdits(this.#opened(file).text, edits);
  }

  async stop(): Promise<void> {
    await this.#request('shutdown', null);
    this.#notify('exit', null);
    this.#process.kill();
  }

  async #codeActions(
    file: string,
    range: Range,
    diagnostics: readonly Diagnostic[],
    only: readonly string[],
  ): Promise<CodeAction[]> {
    return ((await this.#request('textDocument/codeAction', {
      textDocument: { uri: this.#uri(file) },
      range,
      context: { diagnostics, only, triggerKind: 1 },
    })) ?? []) as CodeAction[];
  }

  #opened(file: string): { text: string; version: number } {
    const opened = this.#texts.get(file);
    if (opened === undefined) throw new Error(`${file} is not open.`);
    return opened;
  }

  #uri(file: string): string {
    return pathToFileURL(path.join(this.#folder, file)).href;
  }

  async #request(method: string, params: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answered;
    this.#waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}\n${this.#log}`);
    return result;
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin?.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n');
      const length = /Content-Length: (\d+)/u.exec(this.#buffer.subarray(0, head).toString())?.[1];
      const end = head + 4 + Number(length);
      if (head < 0 || length === undefined || this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.subarray(head + 4, end).toString()) as Message;
      this.#buffer = this.#buffer.subarray(end);
      this.#receive(message);
    }
  }

  #receive({ id, method, params, result, error }: Message): void {
    if (method === undefined) {
      if (id !== undefined) this.#waiting.get(id)?.({ result, ...(error ? { error } : {}) });
    } else if (id !== undefined) {
      this.#send({ id, result: this.#answer(method, params) });
    } else if (method === 'window/logMessage') {
      this.#log += `${(params as { message: string }).message}\n`;
    }
  }

  /** Answers what the server asks its editor. */
  #answer(method: string, params: unknown): unknown {
    switch (method) {
      case 'workspace/configuration': {
        const workspaceFolder = { uri: pathToFileURL(this.#folder).href, name: 'project' };
        const { items } = params as { items: unknown[] };
        return items.map(() => ({ ...SETTINGS, ...this.#settings, workspaceFolder }));
      }
      case 'workspace/applyEdit':
        this.#edits = editsOf((params as { edit: WorkspaceEdit }).edit);
        return { applied: true };
      default:
        return null;
    }
  }
}

function editsOf(edit: WorkspaceEdit | undefined): TextEdit[] {
  return edit?.documentChanges?.flatMap((change) => change.edits) ?? [];
}

function languageOf(file: string): string {
  if (file.endsWith('.vue')) return 'vue';
  return /\.[cm]?tsx?$/u.test(file) ? 'typescript' : 'javascript';
}

function withEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const offset = ({ line, character }: Position): number =>
    (starts[line] ?? text.length) + character;
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce(
      (result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end),
      text,
    );
}
