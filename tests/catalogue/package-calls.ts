/**
 * A program with one call of each catalogued function of the installed packages; it is compiled with
 * their real types, and never run.
 */
export const PACKAGE_CALLS = `
import * as babel from '@babel/core';
import bcrypt from 'bcrypt';
import * as bcryptjs from 'bcryptjs';
import Database from 'better-sqlite3';
import { cosmiconfigSync } from 'cosmiconfig';
import crossSpawn from 'cross-spawn';
import deasync from 'deasync';
import * as esbuild from 'esbuild';
import { $, execaCommandSync, execaSync } from 'execa';
import fastGlob from 'fast-glob';
import { findDownSync, findUpMultipleSync, findUpSync } from 'find-up';
import fse from 'fs-extra';
import * as globs from 'glob';
import { Glob, glob } from 'glob';
import * as globby from 'globby';
import * as jsonfile from 'jsonfile';
import { lilconfigSync } from 'lilconfig';
import { loadJsonFileSync } from 'load-json-file';
import { locatePathSync } from 'locate-path';
import { makeDirectorySync } from 'make-dir';
import * as mkdirps from 'mkdirp';
import { mkdirp } from 'mkdirp';
import { PNG } from 'pngjs';
import * as lockfile from 'proper-lockfile';
import * as readlineSync from 'readline-sync';
import * as rimrafs from 'rimraf';
import { rimraf } from 'rimraf';
import * as shell from 'shelljs';
import { globSync } from 'tinyglobby';
import writeFileAtomic from 'write-file-atomic';

declare const database: Database.Database;
declare const statement: Database.Statement;
declare const ast: babel.types.File;
declare const files: Glob<{ withFileTypes: false }>;

export const calls = [
  () => babel.loadPartialConfig({}),
  () => babel.parse('x'),
  () => babel.parseSync('x'),
  () => babel.transform('x'),
  () => babel.transformFileSync('x'),
  () => babel.transformFromAstSync(ast, 'x', {}),
  () => babel.transformSync('x', {}),

  () => bcrypt.compareSync('x', 'y'),
  () => bcrypt.genSaltSync(10),
  () => bcrypt.hashSync('x', 10),
  () => bcryptjs.compareSync('x', 'y'),
  () => bcryptjs.genSaltSync(10),
  () => bcryptjs.hashSync('x', 10),

  () => new Database('x'),
  () => database.exec('x'),
  () => database.pragma('x'),
  () => statement.all(),
  () => statement.get(),
  () => statement.iterate(),
  () => statement.run(),

  () => cosmiconfigSync('x').search(),
  () => cosmiconfigSync('x').load('x'),
  () => crossSpawn.sync('x', ['y']),
  () => {
    deasync.sleep(1);
  },
  () => {
    deasync.loopWhile(() => true);
  },
  () => {
    deasync.runLoopOnce();
  },

  () => esbuild.analyzeMetafileSync('x', {}),
  () => esbuild.buildSync({ entryPoints: ['x'] }),
  () => esbuild.formatMessagesSync([], { kind: 'error' }),
  () => esbuild.transformSync('x', {}),

  () => execaCommandSync('x y'),
  () => execaSync('x', ['y']),
  () => $.sync\`x\`,
  () => $.s\`x\`,

  () => fastGlob.sync('x'),
  () => fastGlob.globSync('x', { cwd: 'y' }),
  () => findDownSync('x'),
  () => findUpMultipleSync('x'),
  () => findUpSync('x', { cwd: 'y' }),

  () => {
    fse.copySync('x', 'y');
  },
  () => {
    fse.createFileSync('x');
  },
  () => {
    fse.createLinkSync('x', 'y');
  },
  () => {
    fse.createSymlinkSync('x', 'y');
  },
  () => {
    fse.emptyDirSync('x');
  },
  () => {
    fse.emptydirSync('x');
  },
  () => {
    fse.ensureDirSync('x');
  },
  () => {
    fse.ensureFileSync('x');
  },
  () => {
    fse.ensureLinkSync('x', 'y');
  },
  () => {
    fse.ensureSymlinkSync('x', 'y');
  },
  () => {
    fse.mkdirpSync('x');
  },
  () => {
    fse.mkdirsSync('x');
  },
  () => {
    fse.moveSync('x', 'y');
  },
  () => {
    fse.outputFileSync('x', 'y');
  },
  () => {
    fse.outputJSONSync('x', {});
  },
  () => {
    fse.outputJsonSync('x', {});
  },
  () => fse.pathExistsSync('x'),
  () => fse.readFileSync('x', 'utf8'),
  () => fse.readJSONSync('x') as unknown,
  () => fse.readJsonSync('x') as unknown,
  () => {
    fse.removeSync('x');
  },
  () => {
    fse.writeJSONSync('x', {});
  },
  () => {
    fse.writeJsonSync('x', {});
  },

  () => globs.globSync('x'),
  () => globs.sync('x'),
  () => globs.globIterateSync('x'),
  () => globs.iterateSync('x'),
  () => globs.globStreamSync('x', {}),
  () => globs.streamSync('x', {}),
  () => glob.globSync('x'),
  () => glob.sync('x', { cwd: 'y' }),
  () => glob.globIterateSync('x'),
  () => glob.iterateSync('x'),
  () => glob.globStreamSync('x', {}),
  () => glob.streamSync('x', {}),
  () => files.walkSync(),
  () => files.iterateSync(),
  () => files.streamSync(),

  () => globby.generateGlobTasksSync('x'),
  () => globby.globbySync('x'),
  () => globby.isGitIgnoredSync(),
  () => globby.isIgnoredByIgnoreFilesSync('x'),
  () => globSync('x'),

  () => jsonfile.readFileSync('x') as unknown,
  () => {
    jsonfile.writeFileSync('x', {});
  },
  () => lilconfigSync('x').search(),
  () => lilconfigSync('x').load('x'),
  () => loadJsonFileSync('x'),
  () => locatePathSync(['x']),
  () => makeDirectorySync('x'),

  () => mkdirps.mkdirpSync('x'),
  () => mkdirps.sync('x'),
  () => mkdirps.manualSync('x'),
  () => mkdirps.nativeSync('x'),
  () => mkdirp.sync('x'),

  () => PNG.sync.read(Buffer.alloc(1)),
  () => PNG.sync.write(new PNG()),
  () => lockfile.checkSync('x'),
  () => lockfile.lockSync('x'),
  () => {
    lockfile.unlockSync('x');
  },

  () => readlineSync.keyIn(),
  () => {
    readlineSync.keyInPause();
  },
  () => readlineSync.keyInSelect(['x']),
  () => readlineSync.keyInYN(),
  () => readlineSync.keyInYNStrict(),
  () => readlineSync.prompt(),
  () => readlineSync.promptCL({}),
  () => {
    readlineSync.promptCLLoop({});
  },
  () => {
    readlineSync.promptLoop(() => true);
  },
  () => readlineSync.promptSimShell(),
  () => readlineSync.question('x'),
  () => readlineSync.questionEMail('x'),
  () => readlineSync.questionFloat('x'),
  () => readlineSync.questionInt('x'),
  () => readlineSync.questionNewPassword('x'),
  () => readlineSync.questionPath('x'),

  () => rimrafs.rimrafSync('x'),
  () => rimrafs.sync('x'),
  () => rimrafs.manualSync('x'),
  () => rimrafs.moveRemoveSync('x'),
  () => rimrafs.nativeSync('x'),
  () => rimrafs.posixSync('x'),
  () => rimrafs.windowsSync('x'),
  () => rimraf.sync('x'),

  () => shell.cat('x'),
  () => shell.chmod('755', 'x'),
  () => shell.cmd('x', {}),
  () => shell.cp('x', 'y'),
  () => shell.exec('x'),
  () => shell.find('x'),
  () => shell.grep('x', 'y'),
  () => shell.head('x'),
  () => shell.ln('x', 'y'),
  () => shell.ls('x'),
  () => shell.mkdir('x'),
  () => shell.mv('x', 'y'),
  () => shell.rm('x'),
  () => shell.sed('x', 'y', 'z'),
  () => shell.sort('x'),
  () => shell.tail('x'),
  () => shell.test('-f', 'x'),
  () => shell.touch('x'),
  () => shell.uniq('x'),
  () => shell.which('x'),
  () => {
    shell.echo('x').to('y');
  },
  () => {
    shell.echo('x').toEnd('y');
  },

  () => {
    writeFileAtomic.sync('x', 'y');
  },
];
`;
