import noBlockingCall from './no-blocking-call.ts';

/** Every rule by name, in alphabetical order. */
export const rules = {
  'no-blocking-call': noBlockingCall,
};
