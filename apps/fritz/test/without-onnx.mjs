// Preloaded: a machine that onnxruntime-node is not built for.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'onnxruntime-node') throw new Error('no build for this machine');
    return next(specifier, context);
  },
});
