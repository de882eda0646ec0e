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

CREATE TABLE dbo.DimProject (
  ProjectKey int NOT NULL CONSTRAINT PK_DimProject PRIMARY KEY CLUSTERED,
  ProjectCode nvarchar(20) NOT NULL,
  Title nvarchar(200) NOT NULL
);
GO

-- faultline: rows=40M
CREATE TABLE dbo.FactHours (
  SheetNumber int NOT NULL,
  ProjectKey int NOT NULL CONSTRAINT FK_FactHours_Project REFERENCES dbo.DimProject (ProjectKey),
  WorkDay date NOT NULL,
  Hours decimal(6,2) NOT NULL,
  CONSTRAINT PK_FactHours PRIMARY KEY NONCLUSTERED (SheetNumber, ProjectKey, WorkDay)
);
GO

CREATE CLUSTERED COLUMNSTORE INDEX CCI_FactHours ON dbo.FactHours;
CREATE INDEX IX_FactHours_Project ON dbo.FactHours (ProjectKey);
GO
