// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random values that keep the format, if no rule. */
final class Samples {
    private Samples() {}

    static Hash256 hash(SplittableRandom random) {
        byte[] bytes = new byte[Hash256.BYTES];
        random.nextBytes(bytes);
        return Hash256.of(bytes);
    }

    static ByteString bytes(SplittableRandom random) {
        int lengthMax = random.nextInt(20) == 0 ? 700 : 40;
        byte[] bytes = new byte[random.nextInt(lengthMax)];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }

    static long u32(SplittableRandom random) {
        return random.nextInt(4) == 0 ? 0xffff_ffffL : random.nextLong(1L << 32);
    }

    /** At least one input, so that it can be read again; a witness in half of them. */
    static Transaction transaction(SplittableRandom random) {
        boolean witness = random.nextBoolean();
        var inputs = new ArrayList<TxIn>();
        do {
            var previous = new OutPoint(new Txid(hash(random)), u32(random));
            List<ByteString> items = witness ? items(random) : List.of();
            inputs.add(new TxIn(previous, bytes(random), u32(random), items));
        } while (random.nextInt(3) > 0);
        var outputs = new ArrayList<TxOut>();
        while (random.nextInt(3) > 0) outputs.add(new TxOut(random.nextLong(), bytes(random)));
        return Transaction.of(u32(random), inputs, outputs, u32(random));
    }

    static Header header(SplittableRandom random) {
        return new Header(
                random.nextInt(),
                new BlockHash(hash(random)),
                hash(random),
                u32(random),
                u32(random),
                u32(random));
    }

    private static List<ByteString> items(SplittableRandom random) {
        var items = new ArrayList<ByteString>();
        while (random.nextInt(3) > 0) items.add(bytes(random));
        return items;
    }
}
