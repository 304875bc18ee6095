// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

/** Opens a window on the engines, which outside of their package are only seen as loaded. */
public final class Engines {
    private Engines() {}

    /**
     * @param name {@code native} or {@code bouncy}
     */
    public static Secp256k1 named(String name) {
        return switch (name) {
            case "native" -> new NativeSecp256k1();
            case "bouncy" -> new BouncySecp256k1();
            default -> throw new IllegalArgumentException("no engine " + name);
        };
    }
}
