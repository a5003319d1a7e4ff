/** How to make each field; a field that was made is kept. */
type Makers = Readonly<Record<string, () => unknown>>;

const PENDING = Symbol('fields to be made');

interface LazyObject {
  readonly [PENDING]: { readonly makers: Makers; readonly made: Map<string, unknown> };
}

const descriptors = new Map<string, PropertyDescriptor>();

/** One accessor a name, shared by all objects: else each would have a hidden class of its own. */
function accessorOf(name: string): PropertyDescriptor {
  let descriptor = descriptors.get(name);
  if (!descriptor) {
    const lazy: PropertyDescriptor & ThisType<LazyObject> = {
      enumerable: true,
      get() {
        const { makers, made } = this[PENDING];
        if (!made.has(name)) made.set(name, makers[name]?.());
        return made.get(name);
      },
    };
    descriptor = lazy;
    descriptors.set(name, descriptor);
  }
  return descriptor;
}

/** Gives an object fields that are made when they are first read. What a maker throws goes through. */
export function defineLazy(target: Record<string, unknown>, makers: Makers): void {
  Object.defineProperty(target, PENDING, { value: { makers, made: new Map() } });
  for (const name of Object.keys(makers)) Object.defineProperty(target, name, accessorOf(name));
}
