// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.consensus.HeaderRules;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Header;
import caesure.testkit.Place;
import caesure.testkit.VectorSuite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first headers of testnet3, one in a line, and a fork of little work from genesis ({@code
 * fork:}): every rule for headers holds on both.
 */
final class HeaderForkSuite implements VectorSuite {
    private static final Params TESTNET3 = Params.of(Network.TESTNET3);
    private static final long ANY_TIME_S = 0xffff_ffffL;
    private static final String FORK = "fork:";

    @Override
    public String glob() {
        return "vectors/core/blockheader_testnet3*.hex";
    }

    @Override
    public int run(Path file) throws Exception {
        var chain = new ArrayList<String>();
        var fork = new ArrayList<String>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(FORK)) fork.add(line.substring(FORK.length()).strip());
            else if (!line.isBlank() && line.charAt(0) != '#') chain.add(line.strip());
        }
        follow(chain);
        follow(fork);
        return chain.size() + fork.size();
    }

    private static void follow(List<String> lines) throws Exception {
        Place tip = Place.first(TESTNET3.genesis().header(), 0);
        for (String line : lines) {
            Header header = Header.read(ByteString.fromHex(line).reader());
            assertEquals(tip.hash(), header.previous());
            assertEquals(Optional.empty(), HeaderRules.checkProofOfWork(header, TESTNET3));
            assertEquals(
                    Optional.empty(), HeaderRules.checkContext(header, tip, TESTNET3, ANY_TIME_S));
            tip = tip.then(header);
        }
    }
}
