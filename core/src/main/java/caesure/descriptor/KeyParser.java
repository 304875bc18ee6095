// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.AddressFormat;
import caesure.address.SecretKeyText;
import caesure.bytes.ByteString;
import caesure.bytes.Hex;
import caesure.bytes.MalformedException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads key expressions (BIP 380, BIP 389), with bitcoind's words for what is wrong.
 *
 * <pre>
 *   key     = ["[" fingerprint step* "]"] (hex | wif | extended step* ["/*" [mark]])
 *   step    = "/" (number [mark] | "&lt;" number [mark] (";" number [mark])+ "&gt;")
 *   mark    = "'" | "h"
 * </pre>
 */
final class KeyParser {
    /** A tree of keys has no more levels (BIP 32): one byte counts. */
    private static final int STEPS_MAX = 255;

    private static final char APOSTROPHE = '\'';

    private final AddressFormat format;
    private final Secrets secrets = new Secrets();

    KeyParser(AddressFormat format) {
        this.format = format;
    }

    /** Whether any key so far was a secret one. */
    boolean hasSecrets() {
        return !secrets.isEmpty();
    }

    /**
     * Reads a key.
     *
     * @return one, or as many as a step has alternatives
     */
    List<KeyExpression> parse(String text, Context context) throws MalformedException {
        if (text.startsWith("musig(")) {
            throw new MalformedException(
                    context == Context.P2TR
                            ? "musig() is not supported"
                            : "musig() is only allowed in tr() and rawtr()");
        }
        String[] parts = text.split("]", -1);
        if (parts.length > 2) {
            throw new MalformedException("Multiple ']' characters found for a single pubkey");
        }
        return parts.length == 1
                ? inner(parts[0], context, new Mark())
                : withOrigin(parts[0], parts[1], context);
    }

    /** How hardened steps are marked: as the last one was. */
    private static final class Mark {
        private char mark = KeyExpression.MARK;
    }

    private List<KeyExpression> withOrigin(String origin, String key, Context context)
            throws MalformedException {
        if (!origin.startsWith("[")) {
            throw new MalformedException(
                    "Key origin start '[ character expected but not found, got '"
                            + (origin.isEmpty() ? ']' : origin.charAt(0))
                            + "' instead");
        }
        String[] split = origin.substring(1).split("/", -1);
        String digits = split[0];
        if (digits.length() != 8) {
            throw new MalformedException(
                    "Fingerprint is not 4 bytes ("
                            + digits.length()
                            + " characters instead of 8 characters)");
        }
        if (!isHex(digits)) {
            throw new MalformedException("Fingerprint '" + digits + "' is not hex");
        }
        var mark = new Mark();
        KeyPath path = paths(split, split.length, false, mark).getFirst();
        List<KeyExpression> keys = new ArrayList<>();
        for (KeyExpression inner : inner(key, context, mark)) {
            keys.add(
                    new KeyExpression.WithOrigin(
                            ByteString.fromHex(digits), path, mark.mark, inner));
        }
        return keys;
    }

    private List<KeyExpression> inner(String text, Context context, Mark mark)
            throws MalformedException {
        String[] split = text.split("/", -1);
        String key = split[0];
        if (key.isEmpty()) throw new MalformedException("No key provided");
        if (isSpace(key.charAt(0)) || isSpace(key.charAt(key.length() - 1))) {
            throw new MalformedException("Key '" + key + "' is invalid due to whitespace");
        }
        if (split.length == 1) {
            if (isHex(key)) return List.of(constant(key, context));
            Optional<KeyExpression> wif = wif(key, context);
            if (wif.isPresent()) return List.of(wif.get());
        }
        return derived(key, split, mark);
    }

    private static KeyExpression constant(String digits, Context context)
            throws MalformedException {
        ByteString data = ByteString.fromHex(digits);
        int head = data.at(0);
        if (data.length() == 65 && (head == 6 || head == 7)) {
            throw new MalformedException("Hybrid public keys are not allowed");
        }
        if (ExtendedKey.engine().isPublicKey(data)) {
            if (!PublicKeys.isCompressed(data)) context.requireLongKeys();
            return new KeyExpression.Constant(data, false);
        }
        ByteString full = ByteString.of(2).plus(data);
        if (context == Context.P2TR && ExtendedKey.engine().isPublicKey(full)) {
            return new KeyExpression.Constant(full, true);
        }
        throw new MalformedException("Pubkey '" + digits + "' is invalid");
    }

    private Optional<KeyExpression> wif(String text, Context context) throws MalformedException {
        SecretKeyText secret;
        try {
            secret = SecretKeyText.parse(text, format);
        } catch (MalformedException _) {
            return Optional.empty();
        }
        if (!secret.compressed()) context.requireLongKeys();
        ByteString key =
                secret.compressed()
                        ? PublicKeys.ofSecret(secret.key())
                        : PublicKeys.ofSecretInFull(secret.key());
        secrets.add(key, secret.key());
        return Optional.of(new KeyExpression.Constant(key, context == Context.P2TR));
    }

    private List<KeyExpression> derived(String key, String[] split, Mark mark)
            throws MalformedException {
        Optional<ExtendedSecret> secret = ExtendedSecret.parse(key, format);
        ExtendedKey root =
                secret.map(ExtendedSecret::publicKey)
                        .or(() -> ExtendedKey.parse(key, format))
                        .orElseThrow(
                                () -> new MalformedException("key '" + key + "' is not valid"));
        KeyExpression.Last last =
                switch (split[split.length - 1]) {
                    case "*" -> KeyExpression.Last.PLAIN;
                    case "*'", "*h" -> KeyExpression.Last.HARDENED;
                    default -> KeyExpression.Last.NONE;
                };
        if (last == KeyExpression.Last.HARDENED) {
            mark.mark = split[split.length - 1].charAt(1);
        }
        int end = last == KeyExpression.Last.NONE ? split.length : split.length - 1;
        List<KeyPath> paths = paths(split, end, true, mark);
        secret.ifPresent(found -> secrets.add(root.key(), found.secret()));
        return paths.stream()
                .<KeyExpression>map(path ->
                        new KeyExpression.Derived(root, secrets, path, last, mark.mark, format))
                .toList();
    }

    /** The paths of the parts behind the first, of which one may have alternatives. */
    private static List<KeyPath> paths(String[] split, int end, boolean alternatives, Mark mark)
            throws MalformedException {
        if (end - 1 > STEPS_MAX) {
            throw new MalformedException("Key path has more than " + STEPS_MAX + " values");
        }
        var path = new ArrayList<Long>();
        List<Long> choices = List.of();
        int place = -1;
        for (int i = 1; i < end; i++) {
            String part = split[i];
            if (!part.startsWith("<") || !part.endsWith(">")) {
                path.add(step(part, mark));
                continue;
            }
            if (!alternatives) {
                throw new MalformedException(
                        "Key path value '"
                                + part
                                + "' specifies multipath in a section where multipath is not"
                                + " allowed");
            }
            if (place >= 0) {
                throw new MalformedException("Multiple multipath key path specifiers found");
            }
            choices = choices(part.substring(1, part.length() - 1), mark);
            place = path.size();
            path.add(0L);
        }
        if (place < 0) return List.of(new KeyPath(path));
        var paths = new ArrayList<KeyPath>(choices.size());
        for (long choice : choices) {
            path.set(place, choice);
            paths.add(new KeyPath(path));
        }
        return paths;
    }

    private static List<Long> choices(String text, Mark mark) throws MalformedException {
        String[] numbers = text.split(";", -1);
        if (numbers.length < 2) {
            throw new MalformedException(
                    "Multipath key path specifiers must have at least two items");
        }
        var choices = new ArrayList<Long>(numbers.length);
        Set<Long> seen = new HashSet<>();
        for (String number : numbers) {
            long step = step(number, mark);
            if (!seen.add(step)) {
                throw new MalformedException(
                        "Duplicated key path value " + step + " in multipath specifier");
            }
            choices.add(step);
        }
        return choices;
    }

    private static long step(String text, Mark mark) throws MalformedException {
        char last = text.isEmpty() ? 0 : text.charAt(text.length() - 1);
        boolean hardened = last == APOSTROPHE || last == KeyExpression.MARK;
        String digits = hardened ? text.substring(0, text.length() - 1) : text;
        if (hardened) mark.mark = last;
        long number =
                uint32(digits)
                        .orElseThrow(() ->
                                new MalformedException(
                                        "Key path value '" + digits + "' is not a valid uint32"));
        if (KeyPath.isHardened(number)) {
            throw new MalformedException("Key path value " + number + " is out of range");
        }
        return hardened ? number | KeyPath.HARDENED : number;
    }

    /** A number of decimal digits alone, below 2^32. */
    static Optional<Long> uint32(String digits) {
        if (digits.isEmpty()) return Optional.empty();
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') return Optional.empty();
            number = number * 10 + (c - '0');
            if (number > 0xffff_ffffL) return Optional.empty();
        }
        return Optional.of(number);
    }

    /** Core's IsHex: at least one byte. */
    static boolean isHex(String text) {
        try {
            return Hex.bytes(text).length > 0;
        } catch (MalformedException _) {
            return false;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
