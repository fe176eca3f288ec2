/** The part of the package that is used here; it does not name its own types in a way that the compiler follows. */
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'int64', data: BigInt64Array, dims: readonly number[]);
    readonly data: Float32Array;
  }
  export interface InferenceSession {
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  }
  const onnxruntime: {
    Tensor: typeof Tensor;
    InferenceSession: {
      create(
        model: Uint8Array,
        options: { intraOpNumThreads: number; interOpNumThreads: number; executionMode: 'sequential' },
      ): Promise<InferenceSession>;
    };
  };
  export default onnxruntime;
}
