// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.consensus.HeaderRules;
import caesure.consensus.HeaderView;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.Retarget;
import caesure.primitives.Header;
import caesure.primitives.Target;
import caesure.primitives.Work;
import caesure.testkit.VectorSuite;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The first and the last header of many periods of mainnet:
 *
 * <pre>
 *   height,hash,header,work of the chain up to here
 * </pre>
 */
final class RetargetSuite implements VectorSuite {
    private static final Params MAIN = Params.of(Network.MAIN);

    /** A line; of the chain before, only the period's first header is known. */
    private record Row(Header header, int height, Work work, Optional<Row> first)
            implements HeaderView {
        @Override
        public Optional<Row> parent() {
            return Optional.empty();
        }

        @Override
        public Row ancestor(int wanted) {
            Row row = first.orElseThrow();
            assertEquals(wanted, row.height);
            return row;
        }

        @Override
        public long medianTimePast() {
            throw new AssertionError("not known");
        }
    }

    @Override
    public String glob() {
        return "headers/*retarget-headers*.csv";
    }

    @Override
    public int run(Path file) throws Exception {
        List<String> lines = Files.readAllLines(file);
        Optional<Row> before = Optional.empty();
        int count = 0;
        for (String line : lines.subList(1, lines.size())) {
            Row row = read(line, before);
            if (before.isPresent()) check(before.get(), row);
            before = Optional.of(row);
            count++;
        }
        return count;
    }

    private static Row read(String line, Optional<Row> before) throws Exception {
        String[] field = line.split(",", -1);
        int height = Integer.parseInt(field[0]);
        Header header = Header.read(ByteString.fromHex(field[2]).reader());
        assertEquals(field[1], header.hash().toString());
        assertEquals(Optional.empty(), HeaderRules.checkProofOfWork(header, MAIN));
        Optional<Row> first = before.filter(row -> height - row.height == 2015);
        return new Row(header, height, new Work(new BigInteger(field[3], 16)), first);
    }

    private static void check(Row before, Row row) {
        int blocks = row.height - before.height;
        if (blocks == 2015) {
            assertEquals(before.header.bits(), row.header.bits(), "height " + row.height);
        } else if (blocks == 1 && before.first.isPresent()) {
            assertEquals(
                    row.header.bits(),
                    Retarget.requiredBits(before, row.header.time(), MAIN.proofOfWork()),
                    "height " + row.height);
        } else {
            return; // periods in between are not in the file
        }
        BigInteger each = Target.ofCompact(row.header.bits()).orElseThrow().work().hashes();
        var more = new Work(each.multiply(BigInteger.valueOf(blocks)));
        assertEquals(row.work, before.work.plus(more), "height " + row.height);
    }
}
