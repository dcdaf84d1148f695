// Where measurements are kept from visit to visit: in IndexedDB, which pages have and workers too. All are read when the first model is
// opened, and each is written behind. Where there is no such storage, or it is blocked, they last as long as the page or the process.

/** Where measurements are kept: `localStorage` is one. */
export type MeasurementStore = Pick<Storage, "getItem" | "setItem">;

const TABLE = "measurements";
/** Milliseconds that the database may take to open: a model doesn't wait for one that never answers. */
const PATIENCE = 500;

let opening: Promise<MeasurementStore> | undefined;

/** The store of this page, worker or process. */
export function openStore(): Promise<MeasurementStore> {
  return (opening ??= open());
}

async function open(): Promise<MeasurementStore> {
  const entries = new Map<string, string>();
  let database: IDBDatabase | undefined;
  if ("indexedDB" in globalThis) {
    const opened = load(entries).then((found) => (database = found), () => {});
    await Promise.race([opened, new Promise((late) => setTimeout(late, PATIENCE))]);
  }
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, value) {
      entries.set(key, value);
      const writing = database?.transaction(TABLE, "readwrite");
      writing?.objectStore(TABLE).put(value, key);
      // Now: the page or the worker may end at any moment.
      writing?.commit();
    },
  };
}

async function load(entries: Map<string, string>): Promise<IDBDatabase> {
  const request = indexedDB.open("rnnc", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  const database = await answerOf(request);
  // Whoever deletes it, or a later version, doesn't wait for this one.
  database.onversionchange = () => database.close();
  const table = database.transaction(TABLE).objectStore(TABLE);
  const [keys, values] = await Promise.all([answerOf(table.getAllKeys()), answerOf(table.getAll())]);
  for (const [i, key] of keys.entries()) if (!entries.has(String(key))) entries.set(String(key), String(values[i]));
  return database;
}

function answerOf<Answer>(request: IDBRequest<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
}
