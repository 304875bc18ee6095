// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Set;

class LogFilterTest {
    @Test
    void knowsTheCategoriesOfBitcoind() {
        assertEquals(Optional.of(Set.of(Category.NET)), Category.named("net"));
        assertEquals(Optional.of(Set.of(Category.I2P)), Category.named("i2p"));
        for (String all : new String[] {"", "1", "all"}) {
            assertEquals(Optional.of(Category.all()), Category.named(all));
        }
        assertEquals(Optional.of(Set.of()), Category.named("libevent"));
        for (String none : new String[] {"abc", "NET", "net ", "0"}) {
            assertEquals(Optional.empty(), Category.named(none), none);
        }
        assertEquals(29, Category.all().size());
    }

    @Test
    void knowsTheLevelsThatMayBeChosen() {
        assertEquals(Optional.of(Level.TRACE), Level.named("trace"));
        assertEquals(Optional.of(Level.INFO), Level.named("info"));
        assertEquals(Optional.empty(), Level.named("warning"));
        assertEquals(Optional.empty(), Level.named("Trace"));
    }

    @Test
    void wantsWhatIsOnFromItsLevel() {
        LogFilter filter =
                LogFilter.NONE
                        .with(Set.of(Category.NET, Category.RPC))
                        .from(Set.of(Category.NET), Level.TRACE)
                        .from(Set.of(Category.RPC), Level.INFO);
        assertTrue(filter.wants(Category.NET, Level.TRACE));
        assertFalse(filter.wants(Category.RPC, Level.DEBUG));
        assertTrue(filter.wants(Category.RPC, Level.INFO));
        assertFalse(filter.wants(Category.HTTP, Level.DEBUG));
        assertTrue(filter.wants(Category.HTTP, Level.WARNING));
        assertTrue(filter.from(Level.TRACE).with(Category.all()).wants(Category.HTTP, Level.TRACE));
        assertFalse(filter.without(Set.of(Category.NET)).wants(Category.NET, Level.DEBUG));
        assertFalse(filter.with(Set.of(Category.HTTP)).wants(Category.HTTP, Level.TRACE));
    }
}
