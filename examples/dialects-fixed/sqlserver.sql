CREATE TABLE dbo.Employees (
  EmployeeId bigint IDENTITY(1,1) NOT NULL CONSTRAINT PK_Employees PRIMARY KEY CLUSTERED,
  Name nvarchar(200) NOT NULL,
  Salary decimal(12,2) NOT NULL
);
GO

CREATE TABLE dbo.Timesheets (
  EmployeeId bigint NOT NULL CONSTRAINT FK_Timesheets_Employees REFERENCES dbo.Employees (EmployeeId),
  WorkDay date NOT NULL,
  Hours decimal(4,2) NOT NULL,
  CONSTRAINT PK_Timesheets PRIMARY KEY (EmployeeId, WorkDay)
);
GO

CREATE INDEX IX_Employees_Name ON dbo.Employees (Name);
GO

-- faultline: rows=4k
CREATE TABLE dbo.Holidays (
  Country nchar(2) NOT NULL,
  Day date NOT NULL,
  Title nvarchar(80) NOT NULL,
  CONSTRAINT PK_Holidays PRIMARY KEY CLUSTERED (Country, Day)
);
GO
