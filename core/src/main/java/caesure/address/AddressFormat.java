// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

/**
 * How addresses and keys of a network begin.
 *
 * @param keyHashPrefix version byte of Base58Check for pay-to-public-key-hash
 * @param scriptHashPrefix version byte of Base58Check for pay-to-script-hash
 * @param secretKeyPrefix version byte of Base58Check for a private key (WIF)
 * @param extendedKeyPrefix version of Base58Check for an extended public key (BIP 32, xpub)
 * @param extendedSecretPrefix version of Base58Check for an extended secret key (xprv)
 * @param humanPart what stands before the 1 of a Bech32 address
 */
public record AddressFormat(
        int keyHashPrefix,
        int scriptHashPrefix,
        int secretKeyPrefix,
        int extendedKeyPrefix,
        int extendedSecretPrefix,
        String humanPart) {

    public static final AddressFormat MAIN =
            new AddressFormat(0, 5, 128, 0x0488b21e, 0x0488ade4, "bc");

    /** Shared by testnet3, testnet4 and signet. */
    public static final AddressFormat TEST =
            new AddressFormat(111, 196, 239, 0x043587cf, 0x04358394, "tb");

    public static final AddressFormat REGTEST =
            new AddressFormat(111, 196, 239, 0x043587cf, 0x04358394, "bcrt");
}
