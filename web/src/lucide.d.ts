// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Icons come from the package lucide-static when the interface is built (build.mjs).
declare module 'lucide:*' {
  const shapes: readonly (readonly [string, Record<string, string>])[];
  export default shapes;
}
