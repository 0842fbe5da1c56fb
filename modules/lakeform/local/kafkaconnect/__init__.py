"""MSK Connect, a service that moto hasn't got, in moto's own terms: models, responses, urls."""
