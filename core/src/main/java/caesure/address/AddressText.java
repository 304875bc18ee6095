// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

/**
 * The texts of addresses: Base58Check for the two oldest kinds, Bech32 for version 0 of the
 * witness, Bech32m for all later ones (BIP 350).
 */
final class AddressText {
    /** Long enough to tell a damaged Base58 text from something else (Core: DecodeDestination). */
    private static final int BASE58_BYTES_MAX = 100;

    private AddressText() {}

    static String of(Address address, AddressFormat format) {
        return switch (address) {
            case Address.KeyHash(ByteString hash) -> checked(format.keyHashPrefix(), hash);
            case Address.ScriptHash(ByteString hash) -> checked(format.scriptHashPrefix(), hash);
            case Address.WitnessKeyHash(ByteString hash) -> segwit(0, hash, format);
            case Address.WitnessScriptHash(ByteString hash) -> segwit(0, hash, format);
            case Address.Taproot(ByteString key) -> segwit(1, key, format);
            case Address.Anchor() -> segwit(1, Scripts.ANCHOR_PROGRAM, format);
            case Address.UnknownWitness(int version, ByteString program) ->
                    segwit(version, program, format);
        };
    }

    /** In Bitcoin Core's order (DecodeDestination), so that both name the same fault first. */
    static Address parse(String text, AddressFormat format) throws MalformedException {
        int length = Math.min(format.humanPart().length(), text.length());
        boolean bech32 = Bech32.lower(text.substring(0, length)).equals(format.humanPart());
        return bech32 ? parseSegwit(text, format) : parseBase58(text, format);
    }

    private static Address parseBase58(String text, AddressFormat format)
            throws MalformedException {
        ByteString data;
        try {
            data = Base58.decodeChecked(text, 1 + Scripts.SHORT_HASH);
        } catch (MalformedException _) {
            throw base58Fault(text);
        }
        int prefix = data.isEmpty() ? -1 : data.at(0);
        boolean known = prefix == format.keyHashPrefix() || prefix == format.scriptHashPrefix();
        if (!known) {
            throw new MalformedException("Invalid or unsupported Base58-encoded address.");
        }
        if (data.length() != 1 + Scripts.SHORT_HASH) {
            throw new MalformedException("Invalid length for Base58 address (P2PKH or P2SH)");
        }
        ByteString hash = data.slice(1, data.length()).compact();
        return prefix == format.keyHashPrefix()
                ? new Address.KeyHash(hash)
                : new Address.ScriptHash(hash);
    }

    private static MalformedException base58Fault(String text) {
        try {
            Base58.decode(text, BASE58_BYTES_MAX);
            return new MalformedException(
                    "Invalid checksum or length of Base58 address (P2PKH or P2SH)");
        } catch (MalformedException _) {
            return new MalformedException(
                    "Invalid or unsupported Segwit (Bech32) or Base58 encoding.");
        }
    }

    private static Address parseSegwit(String text, AddressFormat format)
            throws MalformedException {
        Bech32.Content content = Bech32.decode(text);
        ByteString symbols = content.symbols();
        if (symbols.isEmpty()) throw new MalformedException("Empty Bech32 data section");
        if (!content.humanPart().equals(format.humanPart())) {
            throw new MalformedException(
                    "Invalid or unsupported prefix for Segwit (Bech32) address (expected "
                            + format.humanPart()
                            + ", got "
                            + content.humanPart()
                            + ").");
        }
        int version = symbols.at(0);
        if (content.checksum() != checksum(version)) {
            throw new MalformedException(
                    version == 0
                            ? "Version 0 witness address must use Bech32 checksum"
                            : "Version 1+ witness address must use Bech32m checksum");
        }
        ByteString program = Bech32.toBytes(symbols.slice(1, symbols.length()));
        return Scripts.program(version, program)
                .orElseThrow(() -> programFault(version, program.length()));
    }

    private static MalformedException programFault(int version, int length) {
        if (version > Scripts.VERSION_MAX) {
            return new MalformedException("Invalid Bech32 address witness version");
        }
        String size = "(" + length + (length == 1 ? " byte)" : " bytes)");
        return new MalformedException(
                version == 0
                        ? "Invalid Bech32 v0 address program size " + size + ", per BIP141"
                        : "Invalid Bech32 address program size " + size);
    }

    private static String checked(int prefix, ByteString hash) {
        return Base58.encodeChecked(ByteString.of(prefix).plus(hash));
    }

    private static String segwit(int version, ByteString program, AddressFormat format) {
        ByteString symbols = ByteString.of(version).plus(Bech32.toSymbols(program));
        return Bech32.encode(new Bech32.Content(checksum(version), format.humanPart(), symbols));
    }

    private static Bech32.Checksum checksum(int version) {
        return version == 0 ? Bech32.Checksum.BECH32 : Bech32.Checksum.BECH32M;
    }
}
