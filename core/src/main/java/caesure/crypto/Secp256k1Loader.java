// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

/** Loads an engine once. */
final class Secp256k1Loader {
    static final Secp256k1.Loaded LOADED = null;

    private Secp256k1Loader() {}
}
