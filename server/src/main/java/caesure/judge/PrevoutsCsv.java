// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The outputs that a block spends, as text.
 *
 * <pre>
 *   file   = [heading] line*            heading = a line that begins with txid:vout
 *   line   = outpoint , amount , height , coinbase , time , script
 *   outpoint = txid : index             amount in satoshis, script in hexadecimal
 * </pre>
 *
 * <p>Height, coinbase (0 or 1) and time may be empty: not every source knows them. The time is not
 * used, for sources do not agree what it means.
 */
final class PrevoutsCsv {
    /**
     * A block of 4,000,000 weight units has fewer than 25,000 inputs; scripts are 10 kB at most.
     */
    static final long BYTES_MAX = 600_000_000;

    private static final String HEADING = "txid:vout";
    private static final int COLUMNS = 6;
    private static final long INDEX_MAX = 0xffff_ffffL;

    private PrevoutsCsv() {}

    /**
     * A spent output and what is known of its origin.
     *
     * @param height of the block that made it
     * @param coinbase whether a coinbase made it
     */
    record Prevout(TxOut output, OptionalInt height, Optional<Boolean> coinbase) {}

    /**
     * Reads a whole file.
     *
     * @return by what they are named
     * @throws MalformedException names the line that is wrong
     */
    static Map<OutPoint, Prevout> parse(ByteString file) throws MalformedException {
        String text = new String(file.toArray(), StandardCharsets.ISO_8859_1);
        var prevouts = new HashMap<OutPoint, Prevout>(); // looked up only, never listed
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            if (end < 0) end = text.length();
            number++;
            String line = text.substring(start, end).strip();
            start = end + 1;
            if (line.isEmpty() || number == 1 && line.startsWith(HEADING)) continue;
            try {
                add(line, prevouts);
            } catch (MalformedException e) {
                throw new MalformedException("line " + number + ": " + e.getMessage());
            }
        }
        return prevouts;
    }

    private static void add(String line, Map<OutPoint, Prevout> prevouts)
            throws MalformedException {
        String[] fields = line.split(",", -1);
        if (fields.length != COLUMNS) {
            throw new MalformedException(fields.length + " columns, not " + COLUMNS);
        }
        var output = new TxOut(number(fields[1], Long.MAX_VALUE), ByteString.fromHex(fields[5]));
        var prevout = new Prevout(output, height(fields[2]), coinbase(fields[3]));
        if (!fields[4].isEmpty()) number(fields[4], Long.MAX_VALUE);
        OutPoint outPoint = outPoint(fields[0]);
        Prevout before = prevouts.put(outPoint, prevout);
        if (before != null && !before.equals(prevout)) {
            throw new MalformedException(outPoint + " is there twice, and not the same");
        }
    }

    private static OutPoint outPoint(String text) throws MalformedException {
        int colon = text.indexOf(':');
        if (colon < 0) throw new MalformedException("no colon in " + text);
        Txid txid = new Txid(Hash256.parse(text.substring(0, colon)));
        return new OutPoint(txid, number(text.substring(colon + 1), INDEX_MAX));
    }

    private static OptionalInt height(String text) throws MalformedException {
        return text.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) number(text, Integer.MAX_VALUE));
    }

    private static Optional<Boolean> coinbase(String text) throws MalformedException {
        return text.isEmpty() ? Optional.empty() : Optional.of(number(text, 1) == 1);
    }

    /** Decimal digits and nothing else; no sign, and no number above {@code max}. */
    private static long number(String text, long max) throws MalformedException {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            long value = digits ? Long.parseLong(text) : -1;
            if (value >= 0 && value <= max) return value;
        } catch (NumberFormatException e) {
            // more digits than a long can hold: refused below
        }
        throw new MalformedException("no number from 0 to " + max + ": " + text);
    }
}
