"""The catalogue's table formats as data: what Glue, Athena and Iceberg read, without any construct.

`formats` has the libraries that read and write a table's files, `avro` and `iceberg` those formats'
own schemas, `projection` Athena's partition projection, `arrivals` that of tables which
deliveries fill, `principals` the roles that Glue works with and the rights they need.
"""
