// SPDX-License-Identifier: BSD-2-Clause
package caesure.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.primitives.Block;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many nodes, honest and others: in the end all honest ones are on the best chain. */
@Timeout(300)
class SimulationTest {
    private static final int TRIES = Integer.getInteger("stories", 3);

    @Test
    void allHonestNodesEndOnTheBestChain() {
        Property.forAll(TRIES, random -> tell(random.nextLong()));
    }

    @Test
    void theSameSeedTellsTheSameStory() throws IOException {
        String story = tell(42);
        assertEquals(story, tell(42));
        assertNotEquals(story, tell(43));
    }

    private static String tell(long seed) throws IOException {
        try (var world = new World(seed)) {
            people(world);
            world.run(Duration.ofMinutes(3));
            for (int i = 0; i < 8; i++) {
                Node miner = anyHonest(world);
                miner.give(world.mine(miner.tip().hash()));
                world.run(Duration.ofSeconds(world.random.nextInt(1, 90)));
            }
            settle(world);
            check(world);
            return world.story();
        }
    }

    /** Two camps on branches of their own, newcomers who know nothing, and all kinds of others. */
    private static void people(World world) throws IOException {
        world.add(Manners.HONEST, branch(world, 3));
        world.add(Manners.HONEST, branch(world, 7));
        world.add(Manners.HONEST, World.trunk());
        world.add(Manners.HONEST, List.of());
        world.add(Manners.HONEST, List.of());
        world.add(Manners.HONEST, World.trunk().subList(0, 70));
        for (Manners manners : Manners.values()) {
            if (manners != Manners.HONEST) world.add(manners, World.trunk());
        }
    }

    private static List<Block> branch(World world, int length) {
        var blocks = new ArrayList<Block>(World.trunk());
        for (int i = 0; i < length; i++) blocks.add(world.mine(blocks.getLast().hash()));
        return blocks;
    }

    private static Node anyHonest(World world) {
        List<Node> honest = world.nodes.stream().filter(Node::isHonest).toList();
        return honest.get(world.random.nextInt(honest.size()));
    }

    /**
     * Lets time pass until nothing is left to be done; an hour is long enough for each time-out.
     */
    private static void settle(World world) {
        for (int i = 0; i < 60 && !agree(world); i++) world.run(Duration.ofMinutes(1));
    }

    private static boolean agree(World world) {
        var tips = world.nodes.stream().filter(Node::isHonest).map(n -> n.tip().work()).distinct();
        return tips.count() == 1;
    }

    private static void check(World world) {
        Node best = anyHonest(world);
        for (Node node : world.nodes) {
            if (!node.isHonest()) continue;
            assertEquals(best.tip().work(), node.tip().work(), node + " stands at " + node.tip());
            assertTrue(node.tip().height() > 117, node + " stands at " + node.tip());
            assertTrue(node.mostInFlight <= 16, "asked for " + node.mostInFlight);
            assertEquals(0, node.honestShunned(), node + " holds honest nodes for bad");
            assertTrue(node.headers() < 200, "keeps " + node.headers() + " headers");
        }
        assertTrue(
                isShunned(world, Manners.FALSE), "nobody left the one who tells of false headers");
    }

    private static boolean isShunned(World world, Manners manners) {
        return world.nodes.stream().anyMatch(node -> node.isHonest() && node.shuns(manners));
    }
}
