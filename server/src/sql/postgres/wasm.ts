/// <reference path="./libpg-query.d.ts" />
import type { Node } from 'libpg-query';
import createModule, { type PgQueryModule, type PgQueryModuleOptions } from 'libpg-query/wasm/libpg-query.js';

/**
 * Where the WebAssembly of PostgreSQL's parser comes from. Without one the file `libpg-query.wasm` beside the
 * running script is read, which works in Node only.
 */
export interface PostgresWasm {
  /** The bytes themselves: what a web worker fetches. */
  readonly binary?: Uint8Array;
  /** Path or URL of the file, given the directory of the script. */
  readonly locate?: (directory: string) => string;
}

export interface RawStatement {
  readonly stmt: Node;
  /** UTF-8 byte offsets; a length of 0 means: to the end. */
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

export type RawParse =
  | { readonly ok: true; readonly statements: readonly RawStatement[]; readonly offsets: Offsets }
  | {
      readonly ok: false;
      readonly message: string;
      /** UTF-16 offset in the text that was parsed. */
      readonly position: number;
      /** False where the parser itself gave up: out of stack or memory, not loaded. */
      readonly certain: boolean;
    };

/** UTF-16 offset of each UTF-8 byte offset; undefined where the text is ASCII and both are the same. */
export type Offsets = Int32Array | undefined;

/** Loads the parser; later calls return the first one's promise. Rejects where the file cannot be had. */
export function loadPostgres(source: PostgresWasm = {}): Promise<void> {
  loading ??= instantiate(source).catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}

export function isPostgresLoaded(): boolean {
  return parser !== undefined;
}

/** PostgreSQL's own raw parse. Never throws. */
export function parseRaw(sql: string): RawParse {
  if (!parser)
    return { ok: false, message: 'The PostgreSQL parser is not loaded', position: 0, certain: false };
  let query = 0;
  let result = 0;
  const module = parser;
  try {
    const encoded = encode(module, sql);
    query = encoded.pointer;
    result = module._wasm_parse_query_raw(query);
    const heap = module.HEAPU32;
    const error = heap[(result + 8) >> 2]!;
    if (error) {
      const cursor = heap[(error + 16) >> 2]!;
      const message = decode(module, heap[error >> 2]!);
      const position = Math.max(0, cursor - 1);
      return {
        ok: false,
        message,
        position: encoded.offsets ? codePointToUtf16(sql, position) : Math.min(position, sql.length),
        certain: !message.startsWith('memory exhausted') && !message.startsWith('stack depth'),
      };
    }
    const tree = JSON.parse(decode(module, heap[result >> 2]!)) as { stmts?: RawStatement[] };
    return { ok: true, statements: tree.stmts ?? [], offsets: encoded.offsets };
  } catch {
    // The stack of the host or of the parser ran out. Its memory can no longer be trusted.
    query = result = 0;
    restart();
    return { ok: false, message: 'Nested too deeply to be read', position: 0, certain: false };
  } finally {
    if (query) module._free(query);
    if (result) module._wasm_free_parse_result(result);
  }
}

// Neither the DOM's nor Node's types are at hand here; this is what both agree on.
declare class TextEncoder {
  encodeInto(text: string, target: Uint8Array): { written: number };
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<unknown>;
};

let parser: PgQueryModule | undefined;
let loading: Promise<void> | undefined;
let options: PgQueryModuleOptions = {};

async function instantiate(source: PostgresWasm): Promise<void> {
  const quiet = () => {};
  options = { print: quiet, printErr: quiet };
  if (source.locate) {
    const { locate } = source;
    options.locateFile = (_file, directory) => locate(directory);
  }
  if (source.binary) {
    const compiled = await WebAssembly.compile(source.binary);
    options.instantiateWasm = (imports, receive) => {
      void WebAssembly.instantiate(compiled, imports).then(receive);
      return {};
    };
  }
  parser = await createModule({ ...options });
}

/** A fresh instance replaces the damaged one as soon as it is ready; until then the old one serves on. */
function restart(): void {
  void createModule({ ...options }).then(
    fresh => {
      parser = fresh;
    },
    () => {},
  );
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes the text as NUL-terminated UTF-8 into the parser's memory. */
function encode(module: PgQueryModule, sql: string): { pointer: number; offsets: Offsets } {
  const length = sql.length;
  const room = length * 3 + 1;
  const pointer = module._malloc(room);
  const heap = module.HEAPU8;
  // A NUL would end the text early, and half a surrogate pair has no UTF-8 of its own: both are replaced.
  if (sql.includes('\0')) return { pointer, offsets: encodeWide(heap, pointer, sql) };
  const { written } = encoder.encodeInto(sql, heap.subarray(pointer, pointer + room));
  if (written !== length) return { pointer, offsets: encodeWide(heap, pointer, sql) };
  heap[pointer + length] = 0;
  return { pointer, offsets: undefined };
}

/** Text that ends with a NUL; native searches are several times as fast as a loop over its bytes. */
function decode(module: PgQueryModule, pointer: number): string {
  const heap = module.HEAPU8;
  return decoder.decode(heap.subarray(pointer, heap.indexOf(0, pointer)));
}

function encodeWide(heap: Uint8Array, pointer: number, sql: string): Int32Array {
  const offsets = new Int32Array(sql.length * 3 + 1);
  let byte = 0;
  for (let i = 0; i < sql.length; i++) {
    let code = sql.codePointAt(i)!;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    const from = byte;
    if (code < 0x80) {
      heap[pointer + byte++] = code || 32;
    } else if (code < 0x800) {
      heap[pointer + byte++] = 0xc0 | (code >> 6);
      heap[pointer + byte++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      heap[pointer + byte++] = 0xe0 | (code >> 12);
      heap[pointer + byte++] = 0x80 | ((code >> 6) & 63);
      heap[pointer + byte++] = 0x80 | (code & 63);
    } else {
      heap[pointer + byte++] = 0xf0 | (code >> 18);
      heap[pointer + byte++] = 0x80 | ((code >> 12) & 63);
      heap[pointer + byte++] = 0x80 | ((code >> 6) & 63);
      heap[pointer + byte++] = 0x80 | (code & 63);
    }
    offsets.fill(i, from, byte);
    if (code > 0xffff) i++;
  }
  heap[pointer + byte] = 0;
  offsets[byte] = sql.length;
  return offsets.subarray(0, byte + 1);
}

function codePointToUtf16(sql: string, codePoints: number): number {
  let index = 0;
  for (let n = 0; n < codePoints && index < sql.length; n++)
    index += sql.codePointAt(index)! > 0xffff ? 2 : 1;
  return index;
}
