package parley.server.problems;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers a transaction that failed like every other exception. Jersey has a mapper of its own for this one, which
 * would be nearer than {@link ProblemMapper} and answers without a body.
 */
@Provider
@ApplicationScoped
public class FailedTransactionMapper implements ExceptionMapper<TransactionalException> {

    @Inject
    ProblemMapper problems;

    @Override
    public Response toResponse(TransactionalException failed) {
        return problems.toResponse(failed);
    }
}
