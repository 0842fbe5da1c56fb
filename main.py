"""The CDKTF app: `cdktf synth`, `cdktf diff` and `cdktf deploy` run this file."""

from lakeform.errors import report_errors

if __name__ == "__main__":
    with report_errors():
        from lakeform.app import main

        main()
