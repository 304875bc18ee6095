// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Header;

import java.util.Optional;

/** What a header must satisfy. (Stub.) */
public final class HeaderRules {
    private HeaderRules() {}

    /** Checks what needs nothing but the header (CheckBlockHeader). */
    public static Optional<Reject> checkProofOfWork(Header header, Params params) {
        throw new UnsupportedOperationException(header.toString() + params);
    }

    /**
     * Checks a header against those before it (ContextualCheckBlockHeader).
     *
     * @param nowS the time, in seconds since 1970
     */
    public static Optional<Reject> checkContext(
            Header header, HeaderView parent, Params params, long nowS) {
        throw new UnsupportedOperationException(header.toString() + parent + params + nowS);
    }
}
