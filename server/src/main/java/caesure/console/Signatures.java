// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import caesure.crypto.Secp256k1;

/** The engine that checks signatures. */
public final class Signatures {
    private Signatures() {}

    /** Loads the fastest one, and warns the user if it is not the one wished for. */
    public static Secp256k1 load(Console console) {
        Secp256k1.Loaded loaded = Secp256k1.load();
        loaded.warning().ifPresent(warning -> console.note("warning: " + warning));
        return loaded.engine();
    }
}
