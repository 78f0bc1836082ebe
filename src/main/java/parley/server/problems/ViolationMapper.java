package parley.server.problems;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers failed validation; Jersey has a mapper of its own for it, which only one as specific can replace. */
@Provider
@ApplicationScoped
public class ViolationMapper implements ExceptionMapper<ValidationException> {
    @Inject
    Problems problems;

    @Override
    public Response toResponse(ValidationException violation) {
        return ProblemMapper.response(problems.of(violation)).build();
    }
}
