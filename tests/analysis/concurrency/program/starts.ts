console.log('started');
export const started = true;
