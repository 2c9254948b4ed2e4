"""The cases by name."""
from .case import Case

ALL = [
    Case("thin", "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), at DATETIME);\n"
                 "INSERT INTO t VALUES (1,'one','2024-02-29 13:59:01')",
         "INSERT INTO t VALUES (2,'zwei',NULL);\nUPDATE t SET name='due' WHERE id=2;\nDELETE FROM t WHERE id=1"),
]
