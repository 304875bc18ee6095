// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteReader;
import caesure.consensus.HeaderRules;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Header;
import caesure.testkit.Place;
import caesure.testkit.VectorSuite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Real headers, back to back; the file name tells network and first height. All must have done
 * their work and link; every rule that looks back is checked as soon as the run reaches back far
 * enough for it.
 */
final class HeaderRunSuite implements VectorSuite {
    private static final int MEDIAN_BLOCKS = 11;
    private static final long ANY_TIME_S = 0xffff_ffffL;

    @Override
    public String glob() {
        return "headers/*.bin";
    }

    @Override
    public int run(Path file) throws Exception {
        String[] name = file.getFileName().toString().split("[-.]", -1);
        Params params = Params.of(Network.valueOf(network(name[0])));
        ByteReader in = ByteReader.of(Files.readAllBytes(file));
        Place tip = Place.first(Header.read(in), Integer.parseInt(name[1]));
        int start = tip.height();
        if (start == 0) assertEquals(params.genesis().hash(), tip.hash());
        work(tip, params);
        while (in.remaining() > 0) {
            Place next = tip.then(Header.read(in));
            assertEquals(tip.hash(), next.header().previous(), next.toString());
            work(next, params);
            if (reachesBack(next.height(), start, params)) context(next, tip, params);
            tip = next;
        }
        return tip.height() - start + 1;
    }

    private static String network(String name) {
        return name.equals("mainnet") ? "MAIN" : name.toUpperCase(Locale.ROOT);
    }

    private static boolean reachesBack(int height, int start, Params params) {
        if (start == 0) return true;
        int interval = params.proofOfWork().interval();
        return height - start >= (height % interval == 0 ? interval : MEDIAN_BLOCKS);
    }

    private static void work(Place place, Params params) {
        assertEquals(
                Optional.empty(),
                HeaderRules.checkProofOfWork(place.header(), params),
                place.toString());
    }

    private static void context(Place place, Place parent, Params params) {
        assertEquals(
                Optional.empty(),
                HeaderRules.checkContext(place.header(), parent, params, ANY_TIME_S),
                place.toString());
    }
}
