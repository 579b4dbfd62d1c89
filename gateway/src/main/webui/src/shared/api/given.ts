/** A body of the API whose members K are always there, which its description does not say. */
export type Given<T, K extends keyof T> = T & { [name in K]-?: NonNullable<T[name]> };
