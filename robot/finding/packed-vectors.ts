/** Vectors of length 1 in a quarter of their memory: each number is a signed byte, with one scale for each vector. */
export class PackedVectors {
  private readonly size: number;
  private bytes = new Int8Array(0);
  private scales = new Float32Array(0);
  private count = 0;

  /** @param size numbers of a vector */
  constructor(size: number) {
    this.size = size;
  }

  /** Adds a vector and returns its number, counted from 0. */
  add(vector: Float32Array): number {
    const packed = pack(vector);
    if (this.count === this.scales.length) this.grow();
    this.bytes.set(packed.bytes, this.count * this.size);
    this.scales[this.count] = packed.scale;
    this.count += 1;
    return this.count - 1;
  }

  private grow(): void {
    const room = Math.max(64, this.count * 2);
    const bytes = new Int8Array(room * this.size);
    bytes.set(this.bytes);
    const scales = new Float32Array(room);
    scales.set(this.scales);
    Object.assign(this, { bytes, scales });
  }

  /** Returns a stored vector, to about 0.005. */
  get(number: number): Float32Array {
    const scale = this.scales[number] ?? 0;
    return Float32Array.from(this.bytes.subarray(number * this.size, (number + 1) * this.size), (value) => value * scale);
  }

  /** Returns the cosine of a stored vector and another of length 1, to about 0.005. */
  cosine(number: number, vector: Float32Array): number {
    let sum = 0;
    const from = number * this.size;
    for (let i = 0; i < this.size; i += 1) sum += (this.bytes[from + i] as number) * (vector[i] as number);
    return sum * (this.scales[number] as number);
  }
}

/** Returns the nearest bytes of a vector, and the number by which they are multiplied. */
export function pack(vector: Float32Array): { bytes: Int8Array; scale: number } {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest === 0 ? 1 : largest / 127;
  return { bytes: Int8Array.from(vector, (value) => Math.round(value / scale)), scale };
}
