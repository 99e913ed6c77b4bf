import awaitThenable from './await-thenable.ts';
import noAsyncCallback from './no-async-callback.ts';
import noAwaitInLoop from './no-await-in-loop.ts';
import noBlockingCall from './no-blocking-call.ts';
import noBusyWait from './no-busy-wait.ts';
import noFloatingPromise from './no-floating-promise.ts';
import noLateAwait from './no-late-await.ts';
import noLostUpdate from './no-lost-update.ts';
import noMisusedPromiseAll from './no-misused-promise-all.ts';
import noPromiseAsValue from './no-promise-as-value.ts';
import noSequentialAwait from './no-sequential-await.ts';
import returnAwaitInTry from './return-await-in-try.ts';

/** Every rule by name, in alphabetical order. */
export const rules = {
  'await-thenable': awaitThenable,
  'no-async-callback': noAsyncCallback,
  'no-await-in-loop': noAwaitInLoop,
  'no-blocking-call': noBlockingCall,
  'no-busy-wait': noBusyWait,
  'no-floating-promise': noFloatingPromise,
  'no-late-await': noLateAwait,
  'no-lost-update': noLostUpdate,
  'no-misused-promise-all': noMisusedPromiseAll,
  'no-promise-as-value': noPromiseAsValue,
  'no-sequential-await': noSequentialAwait,
  'return-await-in-try': returnAwaitInTry,
};
