import awaitThenable from './await-thenable.ts';
import noAsyncCallback from './no-async-callback.ts';
import noBlockingCall from './no-blocking-call.ts';
import noBusyWait from './no-busy-wait.ts';
import noFloatingPromise from './no-floating-promise.ts';
import noLateAwait from './no-late-await.ts';
import noMisusedPromiseAll from './no-misused-promise-all.ts';
import noPromiseAsValue from './no-promise-as-value.ts';
import returnAwaitInTry from './return-await-in-try.ts';

/** Every rule by name, in alphabetical order. */
export const rules = {
  'await-thenable': awaitThenable,
  'no-async-callback': noAsyncCallback,
  'no-blocking-call': noBlockingCall,
  'no-busy-wait': noBusyWait,
  'no-floating-promise': noFloatingPromise,
  'no-late-await': noLateAwait,
  'no-misused-promise-all': noMisusedPromiseAll,
  'no-promise-as-value': noPromiseAsValue,
  'return-await-in-try': returnAwaitInTry,
};
