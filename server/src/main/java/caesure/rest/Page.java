// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.http.HttpReply;

import java.io.IOException;

/** A resource: all targets that begin alike. */
@FunctionalInterface
interface Page {
    /**
     * Answers a request.
     *
     * @throws IOException if something on disk cannot be read
     */
    HttpReply answer(Ask ask) throws RestException, IOException;
}
